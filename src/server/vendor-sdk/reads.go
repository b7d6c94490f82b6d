package main

import (
	"slices"

	iam "github.com/confluentinc/ccloud-sdk-go-v2/iam/v2"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
)

// readsJourney lists and gets all that keys are for and belong to.
func readsJourney(c caller) {
	ctx, api := c.environments()
	found := pages(c, func(token string) ([]org.OrgV2Environment, *string, error) {
		request := api.ListOrgV2Environments(ctx).PageSize(1)
		if token != "" {
			request = request.PageToken(token)
		}
		list, _, err := request.Execute()
		return list.Data, list.Metadata.Next.Get(), err
	})
	kinds := [3]int{}
	for _, listed := range found {
		environment, _, err := api.GetOrgV2Environment(ctx, listed.GetId()).Execute()
		must(err)
		equal("the environment's name", environment.GetDisplayName(), listed.GetDisplayName())
		for kind, count := range c.readClusters(environment.GetId()) {
			kinds[kind] += count
		}
	}
	for kind, count := range kinds {
		require(count > 0, "no cluster of kind %d in any environment", kind)
	}
	c.readUsers()
	c.readQuotas()
}

// readClusters counts Kafka clusters, Schema Registries and ksqlDB applications.
func (c caller) readClusters(environment string) [3]int {
	kafkaContext, kafka := c.clusters()
	clusters, _, err := kafka.ListCmkV2Clusters(kafkaContext).Environment(environment).PageSize(100).Execute()
	must(err)
	for _, listed := range clusters.Data {
		got, _, err := kafka.GetCmkV2Cluster(kafkaContext, listed.GetId()).Environment(environment).Execute()
		must(err)
		equal("the cluster's environment", got.Spec.Environment.GetId(), environment)
		require(got.Spec.Config.GetActualInstance() != nil, "the SDK knows no such kind of cluster")
	}
	registryContext, registry := c.registries()
	registries, _, err := registry.ListSrcmV3Clusters(registryContext).Environment(environment).Execute()
	must(err)
	for _, listed := range registries.Data {
		got, _, err := registry.GetSrcmV3Cluster(registryContext, listed.GetId()).Environment(environment).Execute()
		must(err)
		equal("the registry's address", got.Spec.GetHttpEndpoint(), listed.Spec.GetHttpEndpoint())
	}
	c.readOlderRegistries(environment, len(registries.Data))
	ksqlContext, ksql := c.applications()
	applications, _, err := ksql.ListKsqldbcmV2Clusters(ksqlContext).Environment(environment).Execute()
	must(err)
	for _, listed := range applications.Data {
		got, _, err := ksql.GetKsqldbcmV2Cluster(ksqlContext, listed.GetId()).Environment(environment).Execute()
		must(err)
		equal("the application's cluster", got.Spec.KafkaCluster.GetId(), listed.Spec.KafkaCluster.GetId())
	}
	return [3]int{len(clusters.Data), len(registries.Data), len(applications.Data)}
}

// readOlderRegistries wants the older version to name the same registries, and their regions where it says that they are.
func (c caller) readOlderRegistries(environment string, count int) {
	ctx, client := c.olderRegistries()
	api := client.ClustersSrcmV2Api
	registries, _, err := api.ListSrcmV2Clusters(ctx).Environment(environment).Execute()
	must(err)
	equal("how many registries the older version has", len(registries.Data), count)
	for _, listed := range registries.Data {
		got, _, err := api.GetSrcmV2Cluster(ctx, listed.GetId()).Environment(environment).Execute()
		must(err)
		region, _, err := client.RegionsSrcmV2Api.GetSrcmV2Region(ctx, got.Spec.Region.GetId()).Execute()
		must(err)
		equal("the region's address", region.Metadata.GetSelf(), got.Spec.Region.GetRelated())
		regions, _, err := client.RegionsSrcmV2Api.ListSrcmV2Regions(ctx).SpecCloud(region.Spec.GetCloud()).Execute()
		must(err)
		require(len(regions.Data) > 0, "no region is of the cloud %s", region.Spec.GetCloud())
	}
}

func (c caller) readUsers() {
	ctx, client := c.iam()
	api := client.UsersIamV2Api
	users := pages(c, func(token string) ([]iam.IamV2User, *string, error) {
		request := api.ListIamV2Users(ctx).PageSize(5)
		if token != "" {
			request = request.PageToken(token)
		}
		list, _, err := request.Execute()
		return list.Data, list.Metadata.Next.Get(), err
	})
	emails := []string{}
	for _, listed := range users {
		emails = append(emails, listed.GetEmail())
	}
	slices.Sort(emails)
	equal("how many addresses differ", len(slices.Compact(emails)), len(users))
	got, _, err := api.GetIamV2User(ctx, users[0].GetId()).Execute()
	must(err)
	equal("the user's address", got.GetEmail(), users[0].GetEmail())
	name, other := got.GetFullName(), "Zoë O'Hara"
	for _, wanted := range []string{other, name} {
		got.SetFullName(wanted)
		changed, _, err := api.UpdateIamV2User(ctx, got.GetId()).IamV2UserUpdate(iam.IamV2UserUpdate{
			FullName: got.FullName,
			AuthType: got.AuthType,
		}).Execute()
		must(err)
		equal("the user's new name", changed.GetFullName(), wanted)
		kept, _, err := api.GetIamV2User(ctx, got.GetId()).Execute()
		must(err)
		equal("the user's name that is kept", kept.GetFullName(), wanted)
	}
}

// readQuotas wants the caller's own limit on keys with its use, and that of service accounts (K10).
func (c caller) readQuotas() {
	ctx, api := c.quotas()
	own, _, err := api.ListServiceQuotaV1AppliedQuotas(ctx).Scope("USER_ACCOUNT").Execute()
	must(err)
	equal("how many quotas a user has", len(own.Data), 1)
	require(own.Data[0].GetUsage() > 0, "the key that asks is not counted")
	got, _, err := api.GetServiceQuotaV1AppliedQuota(ctx, own.Data[0].GetId()).Execute()
	must(err)
	equal("the limit", got.GetAppliedLimit(), own.Data[0].GetAppliedLimit())
	accounts, _, err := api.ListServiceQuotaV1AppliedQuotas(ctx).Scope("SERVICE_ACCOUNT").PageSize(200).Execute()
	must(err)
	equal("how many quotas a service account has", len(accounts.Data), 1)
	scopeContext, scopes := c.scopes()
	listed, _, err := scopes.ListServiceQuotaV1Scopes(scopeContext).Execute()
	must(err)
	equal("how many scopes there are", len(listed.Data), 2)
	scope, _, err := scopes.GetServiceQuotaV1Scope(scopeContext, listed.Data[0].GetId()).Execute()
	must(err)
	equal("the scope", scope.GetDescription(), listed.Data[0].GetDescription())
}
