import { useEffect, useRef, useState } from 'react'

/** The width of an element in pixels, so that a drawing's letters keep their size on a phone. */
export function useWidth<Of extends HTMLElement>(first: number) {
  const element = useRef<Of>(null)
  const [width, setWidth] = useState(first)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width))
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width] as const
}
