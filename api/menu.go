package api

import (
	"context"
	"fmt"
	"strings"

	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

var (
	menuRoute = route{
		id: "read-menu", tag: "Menu", summary: "Read the menu", errors: []int{503},
		text: "In one language, with what is left of each item and without what is hidden. Open to everybody.",
	}
	availabilityRoute = route{
		id: "set-availability", tag: "Menu", summary: "Say what is left of an item",
		text: "Sold out until it is changed, or until the business day is over, or so many left: every order takes its share of a count " +
			"in the same transaction, and whoever comes too late is refused with the code menu.sold_out.",
		errors: []int{400, 403, 404, 408, 413, 415, 503, 507},
	}
)

type menuInput struct {
	Lang string `query:"lang" maxLength:"35" doc:"Language of the names, with or without a region; the menu's own where it has no translation." example:"nl-BE"`
}

type menuOutput struct {
	ETag string `header:"ETag" doc:"The menu's version. What is left of the items is not part of it."`
	Body struct {
		Success bool      `json:"success" doc:"Always true."`
		Menu    wire.Menu `json:"menu"`
	}
}

// menu serves GET /menu.
func (a *API) menu(ctx context.Context, in *menuInput) (*menuOutput, error) {
	c, err := a.House.Menu(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	lang, known := menu.ParseLang(in.Lang)
	if !known {
		lang = c.Menu.Language
	}
	out := &menuOutput{ETag: "W/" + versionTag(c.Menu.Version)} // weak, as what is left is there too
	out.Body.Success, out.Body.Menu = true, wire.FromMenu(c.Menu, c.Stock, string(c.Day), lang, c.Currency)
	return out, nil
}

// versionTag is the ETag of a version.
func versionTag(version int64) string { return fmt.Sprintf(`"%d"`, version) }

// SetAvailability is the body of POST /menu/items/{id}/availability.
type SetAvailability struct {
	_     struct{}  `additionalProperties:"true"`
	State string    `json:"state" enum:"available,sold_out,until_tomorrow,count" example:"count"`
	Left  int       `json:"left,omitempty" minimum:"0" maximum:"100000" doc:"How many are left, if they are counted."`
	Until order.Day `json:"until,omitempty" doc:"The last business day for which a count holds; until it is changed if left out." example:"2026-11-23"`
}

type availabilityInput struct {
	OnceHeader
	MenuPath
	Body SetAvailability
}

type availabilityOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true when this answers a repeated request."`
	Body     struct {
		Success bool        `json:"success" doc:"Always true."`
		ItemID  string      `json:"itemId" example:"large-fries"`
		Supply  wire.Supply `json:"supply" doc:"What is kept."`
		Message string      `json:"message"`
	}
}

// setAvailability serves POST /menu/items/{id}/availability.
func (a *API) setAvailability(ctx context.Context, in *availabilityInput) (*availabilityOutput, error) {
	supply := menu.Supply{State: menu.State(in.Body.State), Left: in.Body.Left, Until: string(in.Body.Until)}
	kept, again, err := a.House.SetAvailability(ctx, caller(ctx), menu.ItemID(in.ID), supply, in.key())
	if err != nil {
		return nil, err
	}
	out := &availabilityOutput{Replayed: replayed(restaurant.Result{Replayed: again})}
	out.Body.Success, out.Body.ItemID, out.Body.Supply = true, in.ID, wire.FromSupply(kept)
	out.Body.Message = fmt.Sprintf("%s: %s", in.ID, strings.ReplaceAll(string(kept.State), "_", " "))
	return out, nil
}
