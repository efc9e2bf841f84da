using RtcCluster.Cluster;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Edge;
using RtcCluster.Edge.Configuration;
using RtcCluster.Storage;

return await StrictStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddMemberDefaults();
    var data = builder.Configuration.GetStrict<DataOptions>(DataOptions.Section);
    var root = builder.Environment.ContentRootPath;
    builder.Services.AddRtcStorage(builder.Configuration, data.Resolve(root), data.ResolveShared(root));
    builder.AddRtcCluster(ClusterRoles.Edge, builder.Configuration.GetStrict<EdgeOptions>(EdgeOptions.Section).EffectiveName);
    builder.AddRtcEdge();
    builder.WebHost.UseUrls(builder.Configuration.GetStrict<WebOptions>(WebOptions.Section).Urls);

    var app = builder.Build();
    app.MapRtcEdge();
    await app.RunAsync();
});
