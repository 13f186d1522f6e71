package restaurant

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"orderup/order"
	"orderup/store"
)

// cursors seals places in the log for clients: 22 characters that tell nothing
// (a guest cannot read the restaurant's volume from them) and that nobody else
// can make. A cursor is one AES block of the event's number and eight bytes
// that name the location and the life of the database.
type cursors struct {
	block cipher.Block
	epoch uint64
}

// sealed is how a cursor is written; each place has one form only.
var sealed = base64.RawURLEncoding.Strict()

func newCursors(id store.Identity) (cursors, error) {
	block, err := aes.NewCipher(id.Secret)
	if err != nil {
		return cursors{}, fmt.Errorf("key of cursors: %w", err)
	}
	return cursors{block, id.Epoch}, nil
}

// Cursor returns the sealed form of the place after event seq of a location.
func (h *House) Cursor(l order.Location, seq int64) string {
	var b [aes.BlockSize]byte
	binary.BigEndian.PutUint64(b[:8], uint64(seq))
	binary.BigEndian.PutUint64(b[8:], h.cursors.tag(l))
	h.cursors.block.Encrypt(b[:], b[:])
	return sealed.EncodeToString(b[:])
}

// PlaceOf returns the number of the event that a cursor stands after; false if
// the cursor is none of this location, or is from before the database was
// restored: its holder needs a fresh snapshot.
func (h *House) PlaceOf(l order.Location, cursor string) (int64, bool) {
	b, err := sealed.DecodeString(cursor)
	if err != nil || len(b) != aes.BlockSize {
		return 0, false
	}
	h.cursors.block.Decrypt(b, b)
	seq := int64(binary.BigEndian.Uint64(b[:8]))
	return seq, binary.BigEndian.Uint64(b[8:]) == h.cursors.tag(l) && seq >= 0
}

// tag names a location in one life of the database.
func (c cursors) tag(l order.Location) uint64 {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(l), c.epoch))
	return binary.BigEndian.Uint64(sum[:8])
}
