import type { Bilingual } from '../kernel/text.ts'

/** What tells whether two schemes count the same event. */
export type EventFacts = { name: string; place: string; from: string; to: string }

/** The same event when its days overlap and its place or its name is the same, however either is written. */
export function isSameEvent(one: EventFacts, other: EventFacts): boolean {
  const overlaps = one.from <= other.to && other.from <= one.to
  return overlaps && (plain(one.place) === plain(other.place) || plain(one.name) === plain(other.name))
}

/** What the owner of a scheme is told: two offsets of one event would be counted and paid twice. */
export function sameEventWarning({ name, from, to }: EventFacts, organisation: string): Bilingual {
  return {
    ja: `同じ時期・同じ場所のイベント「${name}」（${organisation}、${from}〜${to}）がすでに登録されています。二重に埋め合わせないか確かめてください。`,
    en: `"${name}" (${organisation}, ${from} to ${to}) is registered for the same time and place. Check that the event is not offset twice.`,
  }
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
