// @ts-check

/**
 * A UUID version 7 (RFC 9562, 5.7): sorts by time, and is unique without anybody
 * to ask. Made here because browsers hide randomUUID from pages on plain http.
 * @param {number} now ms since 1970
 * @param {Uint8Array} [random] 10 random bytes
 */
export function uuid7(now, random = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  for (let i = 5, rest = Math.floor(now); i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  bytes.set(random, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
