using System.Net;
using Orleans.Configuration;
using RtcCluster.Cluster.Tests.Children;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Redis;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Cluster.Tests.Membership;

/// <summary>A table with what a long life has left: members that were declared dead, and members that died with everybody who could have said so.</summary>
public sealed class DeadRowsTests
{
    private const int Declared = 95;
    private const int Silent = 5;

    // Alone on a table of its own a silo takes about three seconds on two busy cores.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AHundred_HinderNoStart_AndAreCleanedUp()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        using var hosts = new MembershipHost();
        var cluster = new ClusterOptions { ClusterId = $"dead-{Guid.NewGuid():N}", ServiceId = "rtccluster" };
        var table = hosts.Open(new RtcClusterOptions { Provider = ClusterProvider.Redis, ConnectionString = redis.ConnectionString }, cluster);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Ct);
        for (var number = 1; number <= Declared + Silent; number++)
        {
            Assert.True(await table.InsertRowAsync(Row(number), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        }

        await using var silo = Child.Start("core", "--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId={cluster.ClusterId}", $"--Cluster:SiloPort={FreePorts.Take()}");
        var address = SiloAddress.FromParsableString((await silo.WaitForLineAsync(Child.Ready, StartPatience))[(Child.Ready.Length + 1)..]);

        // Those of long ago are gone, those that were silent are declared dead and stay for the time that dead ones do.
        var left = await Eventually.GetAsync(
            "only one member that is not dead, and none of those of long ago",
            StartPatience,
            async () => (await table.ReadAllAsync(Ct)).Members.Select(member => member.Item1).ToList(),
            members => members.Count <= Silent + 1 && members.Count(member => member.Status != SiloStatus.Dead) == 1);
        Assert.Equal(address, left.Single(member => member.Status != SiloStatus.Dead).SiloAddress);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static MembershipEntry Row(int number)
    {
        var last = number <= Declared ? DateTime.UtcNow - TimeSpan.FromDays(number) - TimeSpan.FromDays(1) : DateTime.UtcNow - TimeSpan.FromHours(1);
        return new()
        {
            // A port of this machine that nobody has: whoever asks there is refused at once.
            SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1 + number), number),
            HostName = "host",
            SiloName = $"core/silo{number}",
            Status = number <= Declared ? SiloStatus.Dead : SiloStatus.Active,
            StartTime = last,
            IAmAliveTime = last,
        };
    }
}
