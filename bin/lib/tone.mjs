/**
 * A sine in A-law (ITU-T G.711), 8000 samples a second: something to hear and to find again.
 * @param {{ hertz: number, seconds: number }} options @returns {Buffer}
 */
export function alawTone({ hertz, seconds }) {
  const samples = Array.from({ length: 8000 * seconds }, (_, n) => 8000 * Math.sin((2 * Math.PI * hertz * n) / 8000))
  return Buffer.from(samples.map((sample) => encodeAlaw(Math.round(sample))))
}

/**
 * One 16-bit sample to one A-law byte: sign, 3 bits of exponent, 4 of mantissa, even bits inverted.
 * @param {number} sample @returns {number}
 */
export function encodeAlaw(sample) {
  const sign = sample >= 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample) - (sample < 0 ? 1 : 0), 32_767) >> 3
  const exponent = Math.max(0, Math.floor(Math.log2(Math.max(magnitude, 1))) - 4)
  const mantissa = exponent === 0 ? magnitude >> 1 : magnitude >> exponent
  return (sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55
}
