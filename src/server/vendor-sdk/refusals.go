package main

import (
	"fmt"
	"os"

	iam "github.com/confluentinc/ccloud-sdk-go-v2/iam/v2"
)

// refusalsJourney is told no in every way there is, and wants the SDK to understand each.
func refusalsJourney(c caller) {
	ctx, api := c.keys()
	account := c.newAccount("sdk-refusals")
	cluster := os.Getenv("LATCHKEY_CLUSTER")

	quotaContext, quotas := c.quotas()
	list, _, err := quotas.ListServiceQuotaV1AppliedQuotas(quotaContext).Scope("SERVICE_ACCOUNT").Execute()
	must(err)
	limit := list.Data[0].GetAppliedLimit()
	powerless := c.newKey(account, "cloud", "of no role")
	for range limit - 1 {
		c.newKey(account, cluster, "")
	}
	_, response, err := api.CreateIamV2ApiKey(ctx).IamV2ApiKey(order(account, cluster, "")).Execute()
	refused(err, response, 402, fmt.Sprintf("is currently limited to %d", limit))

	accountContext, accounts := c.accounts()
	taken := iam.IamV2ServiceAccount{DisplayName: iam.PtrString("sdk-refusals")}
	_, response, err = accounts.CreateIamV2ServiceAccount(accountContext).IamV2ServiceAccount(taken).Execute()
	refused(err, response, 409, "Service name is already in use")

	_, response, err = api.CreateIamV2ApiKey(ctx).IamV2ApiKey(order("", cluster, "")).Execute()
	refusedAt("/spec/owner/id", err, response, 400, "")
	_, response, err = api.ListIamV2ApiKeys(ctx).PageToken("forged").Execute()
	refusedAt("page_token", err, response, 400, "")
	_, response, err = api.GetIamV2ApiKey(ctx, "NOSUCHKEY0000000").Execute()
	refused(err, response, 404, "NOSUCHKEY0000000")
	_, response, err = accounts.GetIamV2ServiceAccount(accountContext, "sa-none").Execute()
	refused(err, response, 404, "sa-none")
	environmentContext, environments := c.environments()
	_, response, err = environments.GetOrgV2Environment(environmentContext, "env-none").Execute()
	refused(err, response, 404, "env-none")
	clusterContext, clusters := c.clusters()
	_, response, err = clusters.GetCmkV2Cluster(clusterContext, "lkc-none").
		Environment(os.Getenv("LATCHKEY_ENVIRONMENT")).Execute()
	refused(err, response, 404, "lkc-none")
	userContext, client := c.iam()
	_, response, err = client.UsersIamV2Api.GetIamV2User(userContext, "u-none").Execute()
	refused(err, response, 404, "u-none")
	nameless := iam.IamV2UserUpdate{FullName: iam.PtrString(" ")}
	_, response, err = client.UsersIamV2Api.UpdateIamV2User(userContext, "u-none").IamV2UserUpdate(nameless).Execute()
	refusedAt("/full_name", err, response, 400, "")
	_, response, err = client.UsersIamV2Api.UpdateIamV2User(userContext, "u-none").
		IamV2UserUpdate(iam.IamV2UserUpdate{FullName: iam.PtrString("Zoë")}).Execute()
	refused(err, response, 404, "u-none")
	_, response, err = quotas.GetServiceQuotaV1AppliedQuota(quotaContext, "none").Execute()
	refused(err, response, 404, "none")
	_, response, err = api.CreateIamV2ApiKey(ctx).IamV2ApiKey(order("sa-none", cluster, "")).Execute()
	refusedAt("/spec/owner/id", err, response, 400, "sa-none")
	_, response, err = api.CreateIamV2ApiKey(ctx).IamV2ApiKey(order(account, "lkc-none", "")).Execute()
	refusedAt("/spec/resource/id", err, response, 400, "lkc-none")

	poorContext, poor := c.with(powerless.GetId(), powerless.Spec.GetSecret()).accounts()
	_, response, err = poor.CreateIamV2ServiceAccount(poorContext).IamV2ServiceAccount(iam.IamV2ServiceAccount{
		DisplayName: iam.PtrString("sdk-not-mine"),
	}).Execute()
	refused(err, response, 403, "")
	wrongContext, wrong := c.with(powerless.GetId(), "lks_wrong").keys()
	_, response, err = wrong.ListIamV2ApiKeys(wrongContext).Execute()
	refused(err, response, 401, "invalid API key")
	c.removeAccount(account)
}
