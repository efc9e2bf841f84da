using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge;
using RtcCluster.Standalone;

return await StrictStart.RunAsync(async () =>
{
    var app = WebApplication.CreateBuilder(args).AddRtcStandalone().Build();
    app.MapRtcEdge();
    app.PrintAddresses();
    await app.RunAsync();
});
