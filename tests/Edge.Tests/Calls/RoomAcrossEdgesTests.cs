using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Membership;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Grains;
using RtcCluster.Sip.Agent;
using RtcCluster.Storage;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Members;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>One silo and two edges that carry media: a conference is mixed at the edge of its first member, wherever the others come in.</summary>
public sealed class RoomAcrossEdgesTests
{
    private const double First = 440;
    private const double Second = 700;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task MembersOfTwoEdges_HearEachOther_AndTheLastOneFreesTheMix()
    {
        using var folder = TempFolder.Create("rooms");
        await using var cluster = new TestMembers();
        await cluster.StartAsync(ClusterRoles.Core, "silo", IsCore, builder =>
        {
            builder.Services.AddRtcStorage(builder.Configuration, folder.At("data")).AddDemoSeed();
            builder.Services.AddRtcGrains();
        });
        var (one, other) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        await using var caller = new TestPhone("1001", Udp(await StartEdgeAsync(cluster, folder, "one", one)));
        await using var guest = new TestPhone("1002", Udp(await StartEdgeAsync(cluster, folder, "other", other)));
        await using var callerRtp = new RtpPort();
        await using var guestRtp = new RtpPort();

        var call = await caller.InviteAsync("4000", SdpText.Audio(callerRtp.Local), timeout: Patience);
        Assert.Equal(200, call.Response.Status);
        var visit = await guest.InviteAsync("4000", SdpText.Audio(guestRtp.Local), timeout: Patience);
        Assert.Equal(200, visit.Response.Status);
        Assert.InRange(call.RemoteRtp.Port, one, one + 39);
        Assert.InRange(visit.RemoteRtp.Port, one, one + 39);
        await Eventually.GetAsync("both to hear each other alone", Patience, SpeakAsync, heard => heard == ("700", "440"));

        // The first one leaves, and the room stays where it is.
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        Assert.Equal(200, (await visit.HangUpAsync()).Status);
        await Eventually.GetAsync("the room's ports to be free", Patience, () => Task.FromResult(Listening.CountUdp(one, one + 39)), n => n == 0);

        async Task<(string Caller, string Guest)> SpeakAsync()
        {
            callerRtp.Forget();
            guestRtp.Forget();
            await Task.WhenAll(callerRtp.SpeakAsync(First, call.RemoteRtp, Talk), guestRtp.SpeakAsync(Second, visit.RemoteRtp, Talk));
            return (HeardTones.Of(callerRtp.HeardSamples(), First, Second), HeardTones.Of(guestRtp.HeardSamples(), First, Second));
        }
    }

    private static Task<TestMember> StartEdgeAsync(TestMembers cluster, TempFolder folder, string name, int ports) =>
        cluster.StartAsync(ClusterRoles.Edge, name, type => !IsCore(type), builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Edge:Name"] = name,
                ["Sip:Udp"] = "127.0.0.1:0",
                ["Sip:Tcp"] = "",
                ["Sip:Tls"] = "",
                ["Media:WebRtcPort"] = "0",
                ["Media:RtpPorts"] = $"{ports}-{ports + 39}",
                ["Data:Path"] = folder.At(name),
            });
            builder.Services.AddStrictOptions<DataOptions>(DataOptions.Section);
            builder.Services.AddDraining(TimeSpan.Zero);
            builder.Services.AddRtcStorage(builder.Configuration, folder.At("data"));
            builder.AddRtcEdge();
        });

    private static bool IsCore(Type type) => type.Assembly == typeof(GrainsHosting).Assembly;

    private static IPEndPoint Udp(TestMember edge) => edge.Services.GetRequiredService<EdgeHost>().Listeners.Single(l => l.Transport == SipTransport.Udp).Local;
}
