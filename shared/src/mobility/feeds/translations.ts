/** What a stop is called besides its name. */
export type OtherNames = { kana: string | null; en: string | null }

type Language = 'kana' | 'en'

const LANGUAGES: Readonly<Record<string, Language>> = { 'ja-hrkt': 'kana', en: 'en' }

/**
 * Readings and English names of stops, from either format of translations.txt: the old one of GTFS-JP, which names the
 * Japanese text itself, and the present one, which names table and record.
 */
export class Translations {
  readonly #byName: Record<Language, Map<string, string>> = { kana: new Map(), en: new Map() }
  readonly #byId: Record<Language, Map<string, string>> = { kana: new Map(), en: new Map() }

  /** A reader of rows; it answers whether a row says anything. */
  taker(column: (name: string) => number): (fields: readonly string[]) => boolean {
    const text = column('translation')
    const trans = column('trans_id')
    if (trans >= 0) {
      const lang = column('lang')
      return (fields) => this.#keep(this.#byName, fields[lang], fields[trans], fields[text])
    }
    const [table, field, lang] = [column('table_name'), column('field_name'), column('language')]
    const [record, value] = [column('record_id'), column('field_value')]
    return (fields) => {
      if (fields[table]?.trim() !== 'stops' || fields[field]?.trim() !== 'stop_name') return hasText(fields[text])
      const id = fields[record]?.trim() ?? ''
      return id !== ''
        ? this.#keep(this.#byId, fields[lang], id, fields[text])
        : this.#keep(this.#byName, fields[lang], fields[value], fields[text])
    }
  }

  ofStop(id: string, name: string): OtherNames {
    const one = (language: Language) => this.#byId[language].get(id) ?? this.#byName[language].get(name) ?? null
    return { kana: one('kana'), en: one('en') }
  }

  #keep(
    names: Record<Language, Map<string, string>>,
    lang: string | undefined,
    key: string | undefined,
    text: string | undefined,
  ): boolean {
    if (!key || !hasText(text)) return false
    const language = LANGUAGES[lang?.trim().toLowerCase() ?? '']
    if (language) names[language].set(key.trim(), (text ?? '').trim().slice(0, 200))
    return true
  }
}

const hasText = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''
