import { schemeKit as en } from '@morinowa/shared/text/en/scheme-kit.ts'
import { schemeKit as ja } from '@morinowa/shared/text/ja/scheme-kit.ts'

export type KitLanguage = 'ja' | 'en'
export type KitWords = typeof ja

export const kitWords = (language: KitLanguage): KitWords => (language === 'ja' ? ja : en)

/** 1,234 in either language. */
export const counted = (value: number): string => value.toLocaleString('en')
