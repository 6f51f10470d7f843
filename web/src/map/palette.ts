/** What a map is painted with. Lightness alone tells the classes apart, so that no kind of colour vision misses one. */
export type Palette = {
  classes: readonly string[]
  none: string
  withheld: readonly [background: string, hatch: string]
  line: string
  sea: string
  chosen: string
}

export const LIGHT: Palette = {
  classes: ['#e9f0c6', '#b3d89f', '#63b296', '#2a7d8e', '#1e4a76'],
  none: '#f7f7f3',
  withheld: ['#e2e2de', '#767b76'],
  line: '#8b968e',
  sea: '#dde8ec',
  chosen: '#101814',
}

/** In the dark the strongest is the brightest. */
export const DARK: Palette = {
  classes: ['#22435c', '#2a6d7f', '#4a9f8b', '#97ca90', '#eaf0c4'],
  none: '#2a3731',
  withheld: ['#2b342f', '#98a39c'],
  line: '#64736a',
  sea: '#101a1d',
  chosen: '#ffffff',
}
