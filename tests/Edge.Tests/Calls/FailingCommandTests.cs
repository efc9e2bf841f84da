using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class FailingCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ACommandThatCannotBeCarriedOut_DoesNotHoldUpTheEndOfItsCall(bool atOnce)
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        var (call, leg) = (new CallId(new TenantId("demo"), "broken"), new LegId(1));
        var target = new DialTarget { Uri = "sip:1002@127.0.0.1:9", Edge = new EdgeId("here"), Transport = "udp" };

        // No grain sends such a command; it stands for any fault of ours on the way from a command to the wire.
        var broken = new InviteLeg(leg, atOnce ? null! : target, atOnce ? new Party("1001") : null!, "1002", SdpBody.Local, []);
        edge.Edge.Apply(new CallBatch(call, 1, 1, [new OpenMedia(leg, null, null, false, false), broken, new CloseMedia(leg), new ForgetCall(leg)]));

        await Eventually.GetAsync("the fault to be counted", Patience, () => Task.FromResult(edge.Metric("sip_shard_exceptions")), value => value > 0);
        foreach (var gauge in new[] { "rtc_calls_active", "rtc_legs_active", "rtc_media_ports_in_use", "rtc_media_calls_active" })
        {
            await Eventually.GetAsync($"{gauge} to be 0", Patience, () => Task.FromResult(edge.Metric(gauge)), value => value == 0);
        }
    }
}
