package main

import (
	"context"
	"net/http"

	apikeys "github.com/confluentinc/ccloud-sdk-go-v2/apikeys/v2"
	cmk "github.com/confluentinc/ccloud-sdk-go-v2/cmk/v2"
	iam "github.com/confluentinc/ccloud-sdk-go-v2/iam/v2"
	ksql "github.com/confluentinc/ccloud-sdk-go-v2/ksql/v2"
	mds "github.com/confluentinc/ccloud-sdk-go-v2/mds/v2"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
	quota "github.com/confluentinc/ccloud-sdk-go-v2/service-quota/v1"
	srcmv2 "github.com/confluentinc/ccloud-sdk-go-v2/srcm/v2"
	srcm "github.com/confluentinc/ccloud-sdk-go-v2/srcm/v3"
)

// caller is somebody who holds a Cloud key. Each module of the SDK wants it in a context of its own.
type caller struct {
	base       string
	http       *http.Client
	id, secret string
}

// with is the same server to the holder of another key.
func (c caller) with(id, secret string) caller {
	c.id, c.secret = id, secret
	return c
}

func (c caller) keys() (context.Context, apikeys.APIKeysIamV2Api) {
	configuration := apikeys.NewConfiguration()
	configuration.Servers = apikeys.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := apikeys.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), apikeys.ContextBasicAuth, login),
		apikeys.NewAPIClient(configuration).APIKeysIamV2Api
}

func (c caller) iam() (context.Context, *iam.APIClient) {
	configuration := iam.NewConfiguration()
	configuration.Servers = iam.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := iam.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), iam.ContextBasicAuth, login), iam.NewAPIClient(configuration)
}

func (c caller) accounts() (context.Context, iam.ServiceAccountsIamV2Api) {
	ctx, client := c.iam()
	return ctx, client.ServiceAccountsIamV2Api
}

func (c caller) bindings() (context.Context, mds.RoleBindingsIamV2Api) {
	configuration := mds.NewConfiguration()
	configuration.Servers = mds.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := mds.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), mds.ContextBasicAuth, login),
		mds.NewAPIClient(configuration).RoleBindingsIamV2Api
}

func (c caller) environments() (context.Context, org.EnvironmentsOrgV2Api) {
	configuration := org.NewConfiguration()
	configuration.Servers = org.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := org.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), org.ContextBasicAuth, login),
		org.NewAPIClient(configuration).EnvironmentsOrgV2Api
}

func (c caller) clusters() (context.Context, cmk.ClustersCmkV2Api) {
	configuration := cmk.NewConfiguration()
	configuration.Servers = cmk.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := cmk.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), cmk.ContextBasicAuth, login),
		cmk.NewAPIClient(configuration).ClustersCmkV2Api
}

func (c caller) registries() (context.Context, srcm.ClustersSrcmV3Api) {
	configuration := srcm.NewConfiguration()
	configuration.Servers = srcm.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := srcm.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), srcm.ContextBasicAuth, login),
		srcm.NewAPIClient(configuration).ClustersSrcmV3Api
}

func (c caller) olderRegistries() (context.Context, *srcmv2.APIClient) {
	configuration := srcmv2.NewConfiguration()
	configuration.Servers = srcmv2.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := srcmv2.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), srcmv2.ContextBasicAuth, login), srcmv2.NewAPIClient(configuration)
}

func (c caller) applications() (context.Context, ksql.ClustersKsqldbcmV2Api) {
	configuration := ksql.NewConfiguration()
	configuration.Servers = ksql.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := ksql.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), ksql.ContextBasicAuth, login),
		ksql.NewAPIClient(configuration).ClustersKsqldbcmV2Api
}

func (c caller) quotaClient() (context.Context, *quota.APIClient) {
	configuration := quota.NewConfiguration()
	configuration.Servers = quota.ServerConfigurations{{URL: c.base}}
	configuration.HTTPClient = c.http
	login := quota.BasicAuth{UserName: c.id, Password: c.secret}
	return context.WithValue(context.Background(), quota.ContextBasicAuth, login), quota.NewAPIClient(configuration)
}

func (c caller) quotas() (context.Context, quota.AppliedQuotasServiceQuotaV1Api) {
	ctx, client := c.quotaClient()
	return ctx, client.AppliedQuotasServiceQuotaV1Api
}

func (c caller) scopes() (context.Context, quota.ScopesServiceQuotaV1Api) {
	ctx, client := c.quotaClient()
	return ctx, client.ScopesServiceQuotaV1Api
}
