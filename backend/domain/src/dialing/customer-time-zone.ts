/**
 * Calling codes of countries that live by one clock (ITU E.164 list of assigned codes; IANA time zone database).
 * Countries of several zones are left out: for them the client's own zone is the better guess, since shops sell near home.
 */
const zoneOfCallingCode: Readonly<Record<string, string>> = {
  '30': 'Europe/Athens',
  '31': 'Europe/Amsterdam',
  '32': 'Europe/Brussels',
  '33': 'Europe/Paris',
  '36': 'Europe/Budapest',
  '39': 'Europe/Rome',
  '40': 'Europe/Bucharest',
  '41': 'Europe/Zurich',
  '43': 'Europe/Vienna',
  '44': 'Europe/London',
  '45': 'Europe/Copenhagen',
  '46': 'Europe/Stockholm',
  '47': 'Europe/Oslo',
  '48': 'Europe/Warsaw',
  '49': 'Europe/Berlin',
  '90': 'Europe/Istanbul',
  '353': 'Europe/Dublin',
  '358': 'Europe/Helsinki',
  '359': 'Europe/Sofia',
  '370': 'Europe/Vilnius',
  '371': 'Europe/Riga',
  '372': 'Europe/Tallinn',
  '373': 'Europe/Chisinau',
  '374': 'Asia/Yerevan',
  '375': 'Europe/Minsk',
  '380': 'Europe/Kyiv',
  '381': 'Europe/Belgrade',
  '385': 'Europe/Zagreb',
  '386': 'Europe/Ljubljana',
  '420': 'Europe/Prague',
  '421': 'Europe/Bratislava',
  '972': 'Asia/Jerusalem',
  '994': 'Asia/Baku',
  '995': 'Asia/Tbilisi',
  '998': 'Asia/Tashkent',
}

/** The time zone in which a customer with this E.164 number most likely lives; the client's own when in doubt. */
export function customerTimeZone(number: string, clientTimeZone: string): string {
  const digits = number.slice(1)
  return zoneOfCallingCode[digits.slice(0, 3)] ?? zoneOfCallingCode[digits.slice(0, 2)] ?? clientTimeZone
}
