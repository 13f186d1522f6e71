package wire

import (
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"orderup/fault"
)

// A Price is a sum in major units, written as a JSON number with all decimals
// of its currency: 3.50. It is kept as text, so that no float ever rounds it.
type Price string

// MarshalJSON writes the number.
func (p Price) MarshalJSON() ([]byte, error) { return []byte(p), nil }

// UnmarshalJSON reads a JSON number as it stands. Whether it is a price is
// money.Currency.Parse's to say.
func (p *Price) UnmarshalJSON(text []byte) error {
	if len(text) == 0 || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
		return fault.Malformed("wire.price", "a price must be a number such as 3.50, not %s", kindOf(text))
	}
	*p = Price(text)
	return nil
}

// Schema describes a price.
func (Price) Schema(huma.Registry) *huma.Schema {
	least := 0.0
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &least, Description: "In major units, exact to the minor unit of the currency.", Examples: []any{3.5}}
}

// A Time is a moment in UTC to the millisecond: 2026-11-21T18:00:00.000Z.
type Time time.Time

const timeLayout = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes the moment as a JSON string.
func (t Time) MarshalJSON() ([]byte, error) {
	return time.Time(t).UTC().AppendFormat(make([]byte, 0, len(timeLayout)+2), `"`+timeLayout+`"`), nil
}

// UnmarshalJSON reads any RFC 3339 moment.
func (t *Time) UnmarshalJSON(text []byte) error { return (*time.Time)(t).UnmarshalJSON(text) }

// Schema describes a moment.
func (Time) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Description: "ISO 8601, UTC, milliseconds.", Examples: []any{"2026-11-21T18:00:00.000Z"}}
}

// kindOf names the kind of a JSON value for a sentence.
func kindOf(text []byte) string {
	switch {
	case len(text) == 0:
		return "nothing"
	case text[0] == '"':
		return "a string"
	case text[0] == '{':
		return "an object"
	case text[0] == '[':
		return "a list"
	case string(text) == "null":
		return "null"
	}
	return strconv.Quote(string(text[:min(len(text), 20)]))
}
