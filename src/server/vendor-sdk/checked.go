package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// checked carries the SDK's calls, and holds each answer against the document that its module publishes.
type checked struct {
	routers []routers.Router
}

// newChecked reads the documents of the modules in these folders, as if they were published for this server.
func newChecked(base string, folders []string) *checked {
	openapi3.DefineStringFormatValidator("uri", openapi3.NewCallbackValidator(absolute))
	carrier := &checked{}
	for _, folder := range folders {
		document, err := openapi3.NewLoader().LoadFromFile(filepath.Join(folder, "api", "openapi.yaml"))
		must(err)
		document.Servers = openapi3.Servers{{URL: base}}
		for _, schema := range document.Components.Schemas {
			allowNull(schema, map[*openapi3.Schema]bool{})
		}
		router, err := gorillamux.NewRouter(document)
		must(err)
		carrier.routers = append(carrier.routers, router)
	}
	return carrier
}

func absolute(text string) error {
	parsed, err := url.Parse(text)
	if err == nil && !parsed.IsAbs() {
		err = errors.New("not an absolute URI")
	}
	return err
}

// allowNull mends a narrowness of the validator: a schema that names no type allows null too, and the documents lay
// such schemas, with examples only, over the links between pages.
func allowNull(reference *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if reference == nil || reference.Value == nil || seen[reference.Value] {
		return
	}
	schema := reference.Value
	seen[schema] = true
	if schema.Type == nil && len(schema.AllOf)+len(schema.OneOf)+len(schema.AnyOf)+len(schema.Properties) == 0 {
		schema.Nullable = true
	}
	for _, part := range schema.AllOf {
		allowNull(part, seen)
	}
	for _, property := range schema.Properties {
		allowNull(property, seen)
	}
	allowNull(schema.Items, seen)
}

// RoundTrip fails where no document knows the call, or the answer does not fit. Prints operation and status otherwise.
func (c *checked) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	for _, router := range c.routers {
		route, parameters, err := router.FindRoute(request)
		if err != nil {
			continue
		}
		input := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{
				Request: request, PathParams: parameters, Route: route,
			},
			Status:  answer.StatusCode,
			Header:  answer.Header,
			Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
		}
		input.SetBodyBytes(body)
		if err := openapi3filter.ValidateResponse(request.Context(), input); err != nil {
			return nil, unfit(request, answer, body, err.Error())
		}
		// What the documents say in words alone.
		if answer.Header.Get("X-Request-Id") == "" {
			return nil, unfit(request, answer, body, "X-Request-Id is missing")
		}
		if answer.StatusCode == http.StatusNoContent && len(body) > 0 {
			return nil, unfit(request, answer, body, "it has a body")
		}
		fmt.Println(route.Operation.OperationID, answer.StatusCode)
		return answer, nil
	}
	return nil, fmt.Errorf("no document describes %s %s", request.Method, request.URL.Path)
}

func unfit(request *http.Request, answer *http.Response, body []byte, why string) error {
	return fmt.Errorf("%s %s answered %d, which its document does not allow: %s\n%s",
		request.Method, request.URL, answer.StatusCode, why, body)
}
