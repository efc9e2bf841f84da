using RtcCluster.Cluster;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Silo;
using RtcCluster.Storage;

return await StrictStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddMemberDefaults();
    var data = builder.Configuration.GetStrict<DataOptions>(DataOptions.Section);
    var root = builder.Environment.ContentRootPath;
    builder.Services.AddRtcStorage(builder.Configuration, data.Resolve(root), data.ResolveShared(root));
    builder.AddRtcCluster(ClusterRoles.Core);
    builder.AddRtcSilo();
    builder.AddSiloAdministration();
    builder.AddSiloDemo();

    var app = builder.Build();
    app.MapSiloAdministration();
    await app.RunAsync();
});
