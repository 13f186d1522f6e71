package client

import (
	"context"
	"net/http"
	"net/url"

	"orderup/wire"
)

// Menu returns the menu in a language such as "nl", with what is left of each
// item; empty for the menu's own. Staff and screens hear of every change of it
// (wire.EventMenuChanged): read it after the socket is in, so that none is missed.
func (c *Client) Menu(ctx context.Context, lang string) (wire.Menu, error) {
	var answer struct{ Menu wire.Menu }
	err := c.call(ctx, http.MethodGet, "/menu?lang="+url.QueryEscape(lang), "", nil, &answer)
	return answer.Menu, err
}

// SetAvailability says what is left of an item: its State, and for a count Left
// and Until. It returns what is kept, or a *Problem.
func (c *Client) SetAvailability(ctx context.Context, itemID string, s wire.Supply, key string) (kept wire.Supply, err error) {
	body := struct {
		State string `json:"state"`
		Left  *int   `json:"left,omitempty"`
		Until string `json:"until,omitempty"`
	}{s.State, s.Left, s.Until}
	var answer struct{ Supply wire.Supply }
	err = c.call(ctx, http.MethodPost, "/menu/items/"+url.PathEscape(itemID)+"/availability", key, body, &answer)
	return answer.Supply, err
}
