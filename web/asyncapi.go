package web

import (
	"encoding/json"
	"fmt"
	"slices"
)

// asyncAPI is the part of AsyncAPI 3.0 that the reference shows.
type asyncAPI struct {
	Operations ordered[socketOperation] `json:"operations"`
}

// socketOperation is what the server does: "receive" from clients or "send".
type socketOperation struct {
	Action      string      `json:"action"`
	Summary     string      `json:"summary"`
	Description string      `json:"description"`
	Channel     pointer     `json:"channel"`
	Messages    []pointer   `json:"messages"`
	Reply       *replyShape `json:"reply"`
}

type pointer struct {
	Ref string `json:"$ref"`
}

type replyShape struct {
	Channel  pointer   `json:"channel"`
	Messages []pointer `json:"messages"`
}

type channel struct {
	Messages ordered[json.RawMessage] `json:"messages"`
}

type message struct {
	pointer
	Name        string `json:"name"`
	Title       string `json:"title"`
	Summary     string `json:"summary"`
	Description string `json:"description"`
	Payload     schema `json:"payload"`
	Examples    []struct {
		Payload json.RawMessage `json:"payload"`
	} `json:"examples"`
}

// readAsyncAPI returns the events that clients send and those that they get.
func readAsyncAPI(text []byte) ([]group, []object, error) {
	var api asyncAPI
	if err := json.Unmarshal(text, &api); err != nil {
		return nil, nil, err
	}
	r := &reader{document: document(text), prefix: "event-object-"}
	toServer := group{Name: "docs.to_server", IsKey: true, Anchor: "events-to-server"}
	toClient := group{Name: "docs.to_client", IsKey: true, Anchor: "events-to-client"}
	for _, op := range api.Operations {
		entries, err := r.events(op.Value)
		if err != nil {
			return nil, nil, fmt.Errorf("operation %s: %w", op.Name, err)
		}
		if op.Value.Action == "receive" {
			toServer.Entries = append(toServer.Entries, entries...)
		} else {
			toClient.Entries = append(toClient.Entries, entries...)
		}
	}
	groups := slices.DeleteFunc([]group{toServer, toClient}, func(g group) bool { return len(g.Entries) == 0 })
	objects, err := r.objects()
	return groups, objects, err
}

// events makes an entry of each message of an operation.
func (r *reader) events(op socketOperation) ([]entry, error) {
	refs, err := r.messages(op.Messages, op.Channel)
	if err != nil {
		return nil, err
	}
	var out []entry
	for _, ref := range refs {
		m, err := r.message(ref)
		if err != nil {
			return nil, err
		}
		e := entry{Anchor: slug(op.Action + " " + m.Name), Name: m.Name, Summary: first(m.Summary, op.Summary, m.Title),
			Description: first(m.Description, op.Description)}
		if err := r.payload(&e, "docs.payload", m); err != nil {
			return nil, err
		}
		if err := r.reply(&e, op.Reply); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (r *reader) reply(e *entry, reply *replyShape) error {
	if reply == nil {
		return nil
	}
	refs, err := r.messages(reply.Messages, reply.Channel)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		m, err := r.message(ref)
		if err != nil {
			return err
		}
		if err := r.payload(e, "docs.reply", m); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) payload(e *entry, title string, m message) error {
	t, err := r.table(title, m.Name, m.Payload)
	if err != nil {
		return err
	}
	e.Tables = append(e.Tables, t)
	if len(m.Examples) > 0 && m.Examples[0].Payload != nil {
		m.Payload.Example = m.Examples[0].Payload
	}
	text, err := r.sample(m.Payload)
	if err != nil {
		return err
	}
	e.Examples = append(e.Examples, example{Title: title, Text: text})
	return nil
}

// messages are the references given, or else all messages of the channel.
func (r *reader) messages(refs []pointer, from pointer) ([]pointer, error) {
	if len(refs) > 0 || from.Ref == "" {
		return refs, nil
	}
	var c channel
	if err := r.document.find(from.Ref, &c); err != nil {
		return nil, err
	}
	for _, m := range c.Messages {
		refs = append(refs, pointer{Ref: from.Ref + "/messages/" + m.Name})
	}
	return refs, nil
}

// message follows references until it is at the message itself.
func (r *reader) message(ref pointer) (message, error) {
	var m message
	for range 4 { // operation -> channel -> component is as far as documents go
		m = message{}
		if err := r.document.find(ref.Ref, &m); err != nil {
			return m, err
		}
		if m.Name == "" {
			m.Name = refName(ref.Ref)
		}
		if m.Ref == "" {
			return m, nil
		}
		ref = m.pointer
	}
	return m, fmt.Errorf("message %q refers to others without end", ref.Ref)
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	i := slices.IndexFunc(texts, func(text string) bool { return text != "" })
	if i < 0 {
		return ""
	}
	return texts[i]
}
