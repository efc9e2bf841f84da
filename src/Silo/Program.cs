using RtcCluster.Cluster;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Silo;
using RtcCluster.Storage;

return await StrictStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddRtcCluster(ClusterRoles.Core);
    builder.Services.AddRtcStorage(builder.Configuration, builder.Configuration.GetStrict<DataOptions>(DataOptions.Section).Resolve(builder.Environment.ContentRootPath));
    builder.AddRtcSilo();
    await builder.Build().RunAsync();
});
