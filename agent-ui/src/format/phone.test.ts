import { describe, expect, it } from 'vitest'
import { formatPhone } from './phone.ts'

describe('a phone number for the eye', () => {
  it('is grouped as people of the country write it', () => {
    expect(formatPhone('+380441234567')).toBe('+380 44 123 45 67')
    expect(formatPhone('+77011234567')).toBe('+7 701 123 45 67')
  })

  it('keeps the signs of a masked number in their places', () => {
    expect(formatPhone('+38044•••••67')).toBe('+380 44 ••• •• 67')
  })

  it('is left alone when the server has masked and grouped it', () => {
    expect(formatPhone('+380 •• ••• ••67')).toBe('+380 •• ••• ••67')
  })

  it('is left alone when it is not international', () => {
    expect(formatPhone('anonymous')).toBe('anonymous')
  })
})
