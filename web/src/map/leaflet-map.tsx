import 'leaflet/dist/leaflet.css'
import './leaflet-map.css'
import L from 'leaflet'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useText } from '../app/text.tsx'
import type { AreaMapProps, MapArea } from './area.ts'
import { type ColourScale, spread } from './colour-scale.ts'
import type { Palette } from './palette.ts'

// Leaflet itself rather than a wrapper: 1,747 areas are painted on one canvas, and only those whose value changed are
// painted anew, which a component per area would not do.

type Props = AreaMapProps & {
  scale: ColourScale
  palette: Palette
  describe: (code: string) => string
}

/** The main islands; the far ones are reached by moving. */
const HOME = L.latLngBounds([30.6, 129], [45.7, 146])
const LIMITS = L.latLngBounds([17, 115], [52, 162])
/** Over the whole country, borders any wider would hide the cities between them. */
const borderAt = (zoom: number) => (zoom < 6 ? 0.2 : zoom < 8 ? 0.5 : 1)
const WIDE = 3

/** A town is a speck on the whole country: below this width in pixels its colour stands on a dot as well. */
const SPECK = 16
const DOT_RADIUS = 6
/** With more numbers than this the areas themselves make the picture. */
const MOST_DOTS = 300

type Drawn = { map: L.Map; polygons: Map<string, L.Polygon>; dots: L.LayerGroup }

export function LeafletMap({ label, geometry, values, scale, palette, selected, onSelect, describe, focus }: Props) {
  const text = useText().map
  const box = useRef<HTMLDivElement>(null)
  const drawn = useRef<Drawn>(null)
  const [zoom, setZoom] = useState(0)
  const choose = useEffectEvent((code: string) => onSelect?.(code))
  const describeNow = useEffectEvent((code: string) => describe(code))

  useEffect(() => {
    const element = box.current
    if (!element) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const map = L.map(element, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 4,
      maxZoom: 13,
      zoomSnap: 0.25,
      maxBounds: LIMITS,
      // The wheel scrolls the page until the map is used.
      scrollWheelZoom: false,
      ...(still && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
    })
    // Leaflet has a switch for every movement but this one.
    if (still) map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false })
    map.on('focus', () => map.scrollWheelZoom.enable())
    map.on('blur', () => map.scrollWheelZoom.disable())
    map.on('zoomend', () => setZoom(map.getZoom()))
    map.fitBounds(HOME, { animate: false })
    setZoom(map.getZoom())

    const renderer = L.canvas({ padding: 0.3 })
    const polygons = new Map(geometry.areas.map((area) => [area.code, polygonOf(area, renderer)]))
    const group = L.featureGroup([...polygons.values()]).addTo(map)
    const codeOf = new Map([...polygons].map(([code, polygon]) => [polygon as L.Layer, code]))
    group.on('click', ({ propagatedFrom }) => choose(codeOf.get(propagatedFrom) ?? ''))
    group.bindTooltip((layer) => noteOf(describeNow(codeOf.get(layer) ?? '')), { sticky: true })
    const dots = L.layerGroup().addTo(map)
    element.addEventListener('keydown', pressMiddle)

    const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }))
    resized.observe(element)
    drawn.current = { map, polygons, dots }
    return () => {
      element.removeEventListener('keydown', pressMiddle)
      resized.disconnect()
      drawn.current = null
      map.remove()
    }
  }, [geometry.areas])

  useEffect(() => {
    if (!drawn.current) return
    const zoom = L.control.zoom({ zoomInTitle: text.zoomIn, zoomOutTitle: text.zoomOut }).addTo(drawn.current.map)
    return () => {
      zoom.remove()
    }
    // The control belongs to the map, which is made anew for other areas.
  }, [text, geometry.areas])

  useEffect(() => {
    if (!drawn.current) return
    const { map, polygons, dots } = drawn.current
    map.getContainer().style.background = palette.sea
    const colours = spread(scale.from.length, palette.classes)
    const hatch = hatchOf(palette)
    const border = borderAt(zoom)
    for (const [code, polygon] of polygons) {
      const value = values.get(code)
      const fill = value === undefined ? palette.none : value === null ? hatch : colours[scale.classOf(value)]
      const chosen = code === selected
      polygon.setStyle({
        // The canvas takes a pattern wherever it takes a colour; only the types do not know it.
        fillColor: fill as string,
        color: chosen ? palette.chosen : palette.line,
        weight: chosen ? WIDE : border,
      })
      if (chosen) polygon.bringToFront()
    }
    dots.clearLayers()
    const told = [...values].filter((entry): entry is [string, number] => entry[1] !== null)
    if (told.length > MOST_DOTS) return
    for (const [code, value] of told) {
      const polygon = polygons.get(code)
      if (!polygon || widthOf(polygon, map) > SPECK) continue
      const dot = L.circleMarker(polygon.getBounds().getCenter(), {
        radius: code === selected ? DOT_RADIUS + 2 : DOT_RADIUS,
        fillOpacity: 1,
        fillColor: colours[scale.classOf(value)] ?? palette.none,
        color: palette.chosen,
        weight: code === selected ? WIDE : 1,
      })
      dot.on('click', () => choose(code))
      dot.bindTooltip(() => noteOf(describeNow(code)), { sticky: true })
      dots.addLayer(dot)
    }
  }, [geometry.areas, values, scale, palette, selected, zoom])

  useEffect(() => {
    if (!drawn.current) return
    const { map, polygons } = drawn.current
    const wanted = (focus ?? []).flatMap((code) => polygons.get(code) ?? [])
    if (wanted.length > 0) map.fitBounds(L.featureGroup(wanted).getBounds(), { animate: false, maxZoom: 10 })
  }, [geometry.areas, focus])

  return <div ref={box} role="application" aria-label={label} className="leaflet-map size-full" />
}

function polygonOf({ code, polygons }: MapArea, renderer: L.Canvas): L.Polygon {
  const rings = polygons.map((piece) => piece.map((ring) => ring.map(([lon = 0, lat = 0]) => L.latLng(lat, lon))))
  return L.polygon(rings, { renderer, fillOpacity: 1, smoothFactor: 1, className: code })
}

function widthOf(polygon: L.Polygon, map: L.Map): number {
  const bounds = polygon.getBounds()
  return Math.abs(map.project(bounds.getSouthEast()).x - map.project(bounds.getNorthWest()).x)
}

/** Names and numbers are text, never markup. */
function noteOf(text: string): HTMLElement {
  const note = document.createElement('span')
  note.textContent = text
  return note
}

/** Enter presses what lies under the cross, as the pointer would. */
function pressMiddle(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.target !== event.currentTarget) return
  const element = event.currentTarget as HTMLElement
  const { left, top, width, height } = element.getBoundingClientRect()
  const at = { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 }
  element.querySelector('canvas')?.dispatchEvent(new MouseEvent('click', at))
}

function hatchOf({ withheld: [background, hatch] }: Palette): CanvasPattern | string {
  const tile = document.createElement('canvas')
  const pen = tile.getContext('2d')
  const side = 6
  tile.width = side
  tile.height = side
  if (!pen) return background
  pen.fillStyle = background
  pen.fillRect(0, 0, side, side)
  pen.strokeStyle = hatch
  pen.lineWidth = 1.5
  // Three strokes, so that the pattern meets itself at its edges.
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift, side)
    pen.lineTo(shift + side, 0)
  }
  pen.stroke()
  return pen.createPattern(tile, 'repeat') ?? background
}
