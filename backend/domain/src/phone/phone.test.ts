import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asOneLine, formatPhone, maskPhone, parsePhone, soughtDigits } from './index.ts'

describe('parsePhone', () => {
  it.each([
    '0981234567',
    '098 123 45 67',
    '098-123-45-67',
    '(098) 123-45-67',
    '098.123.45.67',
    '981234567',
    '380981234567',
    '38098 1234567',
    '38 (098) 123-45-67',
    '+380981234567',
    '+38 (098) 123-45-67',
    '+380 (98) 123-45-67',
    '+380 (098) 123 45 67',
    '+380 (0) 98 123 45 67',
    '00380981234567',
    '0038 098 123 45 67',
    '8-098-123-45-67',
    '80981234567',
    'tel:+380981234567',
    '  0981234567 ',
    '0 9 8 1 2 3 4 5 6 7',
    '０９８１２３４５６７',
    // As address books copy them: marks of direction, hyphens that do not break, a space without width.
    '\u200e098 123 45 67',
    '\u202a+380981234567\u202c',
    '098\u2011123\u201145\u201167',
    '098\u2212123\u221245\u221267',
    '\u200b0981234567',
  ])('RS-29: "%s" is one and the same Ukrainian number', (spelling) => {
    expect(parsePhone(spelling, 'UA')).toBe('+380981234567')
  })

  it.each([
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['8 029 123 45 67', 'BY', '+375291234567'],
    ['501 234 567', 'PL', '+48501234567'],
    ['011 380 98 123 45 67', 'US', '+380981234567'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['48501234567', 'UA', '+48501234567'],
    ['+48 501 234 567', 'UA', '+48501234567'],
    // The 1 of Mexican mobiles was given up in 2019; address books and networks still have it.
    ['+52 1 55 1234 5678', 'UA', '+525512345678'],
    ['5215512345678', 'MX', '+525512345678'],
    ['+52 55 1234 5678', 'UA', '+525512345678'],
  ])('reads "%s" in %s as %s', (spelling, country, number) => {
    expect(parsePhone(spelling, country)).toBe(number)
  })

  it.each([
    '',
    '+',
    'abc',
    'anonymous',
    '101',
    '12345',
    '+1234',
    '0000000000',
    '+380000000000',
    '+38098123456789',
    '1-800-FLOWERS',
    'call 0981234567',
    'call 380981234567',
    // A letter O for a zero: without it, a number of North Macedonia.
    '+38O981234567',
    // With the extension's digits it would be another line of Berlin.
    '+49 30 123456 ext. 78',
    '+49 30 123456,78',
    '<script>alert(1)</script>',
    '0981234567'.repeat(10),
  ])('says of "%s" that it is no number', (text) => {
    expect(parsePhone(text, 'UA')).toBeUndefined()
  })

  it('reads only whole international numbers where the country is unknown', () => {
    expect(parsePhone('0981234567', 'XX')).toBeUndefined()
    expect(parsePhone('+380981234567', 'XX')).toBe('+380981234567')
  })

  it.each([
    ['+3800981234567', '+380981234567'],
    ['+4407400123456', '+447400123456'],
    ['+390669821', '+390669821'],
    ['+15550000', '+15550000'],
  ])('makes of %s, which looks like E.164, the one line that it is', (number, line) => {
    expect(asOneLine(number)).toBe(line)
  })

  it('keeps a number that is E.164 already', () => {
    const mobile = fc.integer({ min: 0, max: 9_999_999 }).map((n) => `+38098${String(n).padStart(7, '0')}`)
    fc.assert(fc.property(mobile, (number) => parsePhone(number, 'UA') === number))
  })

  it('never throws and answers E.164 or nothing, whatever the text', () => {
    // fast-check's own unit of this kind puts all million characters into a table first, which takes a second.
    const anyCharacter = fc.nat(0x10ffff).map(
      (code) => String.fromCodePoint(code),
      (character) => String(character).codePointAt(0) ?? 0,
    )
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), (text) => {
        const number = parsePhone(text, 'UA')
        return number === undefined || /^\+[1-9]\d{6,14}$/.test(number)
      }),
    )
  })
})

describe('showing a number', () => {
  it('groups its digits', () => {
    expect(formatPhone('+380981234567')).toBe('+380 98 123 4567')
    expect(formatPhone('hidden')).toBe('hidden')
  })

  it('hides all but the country code and the last two digits', () => {
    expect(maskPhone('+380981234567')).toBe('+380 •• ••• ••67')
    expect(maskPhone('12345')).toBe('•••45')
  })
})

describe('soughtDigits', () => {
  it.each(['098 123-45', '(098) 123 45', '+38 098 12345', '0038 098 12345', '38098–12345', '\u200e98 123 45'])(
    'RS-29: "%s" finds +380981234567',
    (search) => expect('+380981234567').toContain(soughtDigits(search)),
  )

  it.each(['+49 30 1234', '0049 30 1234', '030 1234'])('RS-29: "%s" finds +49301234567', (search) =>
    expect('+49301234567').toContain(soughtDigits(search)),
  )

  it.each(['Іван', 'T-2200', '12', '00', '', '10 %'])('"%s" is no part of a number', (search) =>
    expect(soughtDigits(search)).toBeUndefined(),
  )
})
