package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"orderup/menu"
	"orderup/tax"
)

// describe returns how huma is to serve and what the OpenAPI document says
// first. There is no $schema in our answers and no page of huma's own.
func describe(version string) huma.Config {
	c := huma.DefaultConfig("orderup", version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.CreateHooks = nil
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Formats = map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat}
	c.Info.Description = "The real-time order server of a restaurant. Orders come in here; what happens to them is pushed over " +
		"Socket.IO (see the AsyncAPI document) and as server-sent events. A 2xx means that the change is on disk."
	c.Tags = []*huma.Tag{{Name: "Orders"}, {Name: "Kitchen"}, {Name: "Menu"}, {Name: "Events"}, {Name: "Demo"}, {Name: "Operations"}}
	c.Info.License = &huma.License{Name: "Apache 2.0", Identifier: "Apache-2.0"}
	return c
}

// schemaName names the schema of a type. Those of the file of a menu say so:
// the world's own forms of a menu have the shorter names.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if t.PkgPath() == reflect.TypeFor[menu.Menu]().PkgPath() || t.PkgPath() == reflect.TypeFor[tax.Rate]().PkgPath() {
		return "File" + name
	}
	return name
}

// documents serves the two descriptions.
func (a *API) documents(mux *http.ServeMux) (err error) {
	if a.openAPI, err = pretty(a.huma.OpenAPI()); err != nil {
		return fmt.Errorf("encode the OpenAPI document: %w", err)
	}
	if a.asyncAPI, err = pretty(asyncDocument(a.Version)); err != nil {
		return fmt.Errorf("encode the AsyncAPI document: %w", err)
	}
	mux.HandleFunc("GET /openapi.json", serveJSON(a.openAPI))
	mux.HandleFunc("GET /asyncapi.json", serveJSON(a.asyncAPI))
	return nil
}

// OpenAPI returns the description of the routes.
func (a *API) OpenAPI() []byte { return a.openAPI }

// AsyncAPI returns the description of sockets and event streams.
func (a *API) AsyncAPI() []byte { return a.asyncAPI }

func pretty(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = json.Indent(&b, text, "", "  ")
	return b.Bytes(), err
}

func serveJSON(text []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(text) // the client went away; nobody is left to tell
	}
}
