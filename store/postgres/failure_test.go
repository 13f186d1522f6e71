package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"orderup/fault"
	"orderup/order"
)

// said is an error as the server says it.
func said(state, severity string) error {
	return fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: state, Severity: severity, Message: "no"})
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err             error
		want            fault.Kind
		lost, toBeSplit bool
	}{
		"disk full":             {said("53100", "ERROR"), fault.KindFull, false, false},
		"too many connections":  {said("53300", "FATAL"), fault.KindUnavailable, true, false},
		"out of memory":         {said("53200", "ERROR"), fault.KindUnavailable, false, false},
		"shutting down":         {said("57P01", "FATAL"), fault.KindUnavailable, true, false},
		"starting up":           {said("57P03", "FATAL"), fault.KindUnavailable, true, false},
		"became a standby":      {said("25006", "ERROR"), fault.KindUnavailable, true, false},
		"statement too slow":    {said("57014", "ERROR"), fault.KindUnavailable, false, false},
		"lock not to be had":    {said("55P03", "ERROR"), fault.KindUnavailable, false, false},
		"deadlock":              {said("40P01", "ERROR"), fault.KindUnavailable, false, false},
		"serialization failure": {said("40001", "ERROR"), fault.KindUnavailable, false, false},
		"connection broken":     {fmt.Errorf("wrapped: %w", io.ErrUnexpectedEOF), fault.KindUnavailable, true, false},
		"time is up":            {fmt.Errorf("wrapped: %w", context.DeadlineExceeded), fault.KindUnavailable, true, false},
		"commit not answered":   {&openError{errOwn}, fault.KindUnavailable, true, false},
		"constraint":            {said("23514", "ERROR"), fault.KindInternal, false, true},
		"not our text":          {said("22021", "ERROR"), fault.KindInternal, false, true},
		"bad JSON":              {&json.SyntaxError{}, fault.KindInternal, false, true},
		"own fault":             {fault.Conflict("x", "no"), fault.KindConflict, false, true},
	} {
		err := explain("try", c.err)
		if kind := fault.Of(err).Kind; kind != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %s (%v), want %s and its cause", name, kind, err, c.want)
		}
		if lost(c.err) != c.lost || refused(c.err) != c.toBeSplit {
			t.Errorf("%s: lost %v, refused %v", name, lost(c.err), refused(c.err))
		}
	}
	if explain("try", nil) != nil {
		t.Error("no error was explained")
	}
}

func TestAcceptServer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		version                  int
		name, fsync, synchronous string
		want                     string // empty when it is accepted
	}{
		{15_00_00, "15.0", "on", "on", ""},
		{18_00_01, "18.1", "on", "remote_apply", ""},
		{14_00_19, "14.19", "on", "on", "it is PostgreSQL 14.19; orderup needs version 15 or newer"},
		{16_00_02, "16.2", "off", "on", "would lose orders in a power cut; turn fsync on"},
		{16_00_02, "16.2", "on", "off", "would lose orders in a crash; turn it on"},
	} {
		err := acceptServer(c.version, c.name, c.fsync, c.synchronous)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// However many locations a batch has, all are told of, in payloads that
// PostgreSQL takes.
func TestPayloads(t *testing.T) {
	t.Parallel()
	b := newBatch(t.Context(), nil, "", 1)
	want := map[order.Location]int64{}
	for i := range 1000 {
		l := order.Location(fmt.Sprintf("location \"%d\" <é>", i))
		b.log = append(b.log, entry{l, order.Event{Seq: 1}}, entry{l, order.Event{Seq: int64(i) + 2}})
		want[l] = int64(i) + 2
	}
	for _, payload := range b.announce() {
		var heads map[order.Location]int64
		if err := json.Unmarshal([]byte(payload), &heads); err != nil || len(payload) >= 8000 {
			t.Errorf("%v, %d bytes", err, len(payload))
		}
		for l, seq := range heads {
			if want[l] != seq {
				t.Errorf("%s ends at %d, want %d", l, seq, want[l])
			}
			delete(want, l)
		}
	}
	if len(want) > 0 {
		t.Errorf("%d locations are not told of", len(want))
	}
}

func FuzzEventBody(f *testing.F) {
	f.Add([]byte(`{"from":"pending","message":"é","order":{"id":"1","lines":[{"price":350}],"readyBy":"2026-11-23T10:00:00.5Z"}}`))
	f.Add([]byte(`{"order":{"lines":null,"total":9223372036854775807}}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e := order.Event{Seq: 7, Type: order.Placed, Actor: "ines"}
		if err := decode(body, &e); err != nil {
			return
		}
		if e.Seq != 7 || e.Type != order.Placed || e.Actor != "ines" {
			t.Errorf("the body has changed what the columns say: %+v", e)
		}
	})
}
