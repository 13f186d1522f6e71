package wire_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"orderup/fault"
	"orderup/money"
	"orderup/wire"
)

func TestAPriceIsANumberAsItStands(t *testing.T) {
	for _, text := range []string{"3.5", "3.50", "0", "-1", "1e2", "9007199254740993.01"} {
		var p wire.Price
		if err := json.Unmarshal([]byte(text), &p); err != nil || string(p) != text {
			t.Errorf("%s: %q, %v", text, p, err)
		}
	}
}

func TestAPriceThatIsNoNumberIsRefusedByItsKind(t *testing.T) {
	for text, kind := range map[string]string{
		`"3.50"`: "a string", `{"amount":3}`: "an object", `[3.5]`: "a list", `null`: "null", `true`: `"true"`,
		`false` + strings.Repeat(" ", 3): `"false"`,
	} {
		var p wire.Price
		err := json.Unmarshal([]byte(text), &p)
		if !errors.Is(err, fault.KindMalformed) || !strings.HasSuffix(fault.Of(err).Sentence, "not "+kind) || p != "" {
			t.Errorf("%s: %q, %v, want a sentence that ends in %q", text, p, err, kind)
		}
	}
}

func TestNothingIsNoPrice(t *testing.T) {
	var p wire.Price
	if err := p.UnmarshalJSON(nil); !errors.Is(err, fault.KindMalformed) || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("no bytes: %v", err)
	}
}

// FuzzPrice: whatever a client sends as a price is refused, or means exactly
// the sum it says, and is written back as a number that means the same.
func FuzzPrice(f *testing.F) {
	for _, seed := range []string{"3.5", "-0.01", "1e400", `"3.50"`, "null", "0.005", "99999999999999999999", "-", "-0", "3.", "0x10", "00.5"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var p wire.Price
		if json.Unmarshal(text, &p) != nil {
			return
		}
		amount, err := money.Currency("EUR").Parse(string(p))
		if err != nil {
			return
		}
		said, ok := new(big.Rat).SetString(string(p))
		if !ok || said.Cmp(big.NewRat(int64(amount), 100)) != 0 {
			t.Fatalf("%s was read as %d cents", text, amount)
		}
		back, err := json.Marshal(wire.Price(money.Currency("EUR").Format(amount)))
		if again, ok := new(big.Rat).SetString(string(back)); err != nil || !ok || again.Cmp(said) != 0 {
			t.Fatalf("%s was written as %s: %v", text, back, err)
		}
	})
}

func TestTimesAreUTCToTheMillisecond(t *testing.T) {
	brussels := time.FixedZone("CET", 3600)
	for want, at := range map[string]time.Time{
		`"2026-11-21T18:30:00.000Z"`: time.Date(2026, 11, 21, 19, 30, 0, 0, brussels),
		`"2026-11-21T18:30:00.250Z"`: time.Date(2026, 11, 21, 19, 30, 0, 250_999_999, brussels),
		`"2027-01-01T00:30:00.001Z"`: time.Date(2026, 12, 31, 23, 30, 0, 1_000_000, time.FixedZone("", -3600)),
		`"0001-01-01T00:00:00.000Z"`: {},
	} {
		got, err := json.Marshal(wire.Time(at))
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", at, got, err, want)
		}
		var back wire.Time
		if err := json.Unmarshal(got, &back); err != nil || !time.Time(back).Equal(at.Truncate(time.Millisecond)) {
			t.Errorf("%s came back as %v, %v", got, time.Time(back), err)
		}
	}
}

func TestATimeThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{`"tomorrow"`, `7`, `"2026-11-21"`} {
		var at wire.Time
		if err := json.Unmarshal([]byte(text), &at); err == nil {
			t.Errorf("%s was read as %v", text, time.Time(at))
		}
	}
}
