package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"orderup/fault"
)

// refused reports whether the database answered and did not take something
// that was written, which may be the fault of one request only.
func refused(err error) bool {
	if lost(err) || repeatable(err) || isOpen(err) {
		return false
	}
	switch s := state(err); {
	case s == lockNotAvailable, s == queryCanceled, len(s) == 5 && s[:2] == classResources:
		return false
	}
	return true
}

// outcome is what a request is told when its batch could not be stored.
func outcome(r *request, err error) error {
	switch e, _ := errors.AsType[*pgconn.PgError](err); {
	case isOpen(err) && r.Work.wrote:
		return errUncertain(err)
	case e != nil && e.Code == uniqueViolation && e.ConstraintName == "events_location_id_order_id_version_key":
		return fault.Conflict("order.version", "the order was changed by somebody else meanwhile; read it again").Because(err)
	}
	return explain("write to the database", err)
}
