using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>The media commands of a call with a supervisor, on real sockets: two talk, a third whispers, and they talk on.</summary>
public sealed class MediaMixTests
{
    private const double TuneOfCustomer = 440;
    private const double TuneOfAgent = 700;
    private const double TuneOfSupervisor = 1_000;
    private static readonly LegId Agent = new(2);
    private static readonly LegId Supervisor = new(3);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ASupervisorWhispersInACallThatIsTalking_AndLeavesItTalking()
    {
        await using var host = new ShardUnderTest();
        await using var customer = new RtpPort();
        await using var agent = new RtpPort();
        await using var supervisor = new RtpPort();
        var call = await host.NewCallAsync();
        await host.DoAsync(() =>
        {
            Open(call, LegId.First, customer);
            Open(call, Agent, agent);
            Open(call, Supervisor, supervisor);
            call.Connect(new ConnectMedia(LegId.First, Agent));
        });
        var (toCustomer, toAgent, toSupervisor) = await host.DoAsync(() =>
            (SdpText.AudioOf(call.Describe(LegId.First)!), SdpText.AudioOf(call.Describe(Agent)!), SdpText.AudioOf(call.Describe(Supervisor)!)));

        async Task<(string, string, string)> SpeakAsync()
        {
            customer.Forget();
            agent.Forget();
            supervisor.Forget();
            await Task.WhenAll(
                customer.SpeakAsync(TuneOfCustomer, toCustomer, Talk), agent.SpeakAsync(TuneOfAgent, toAgent, Talk), supervisor.SpeakAsync(TuneOfSupervisor, toSupervisor, Talk));
            return (Tunes(customer), Tunes(agent), Tunes(supervisor));
        }

        Assert.Equal(("700", "440", ""), await SpeakAsync());
        await host.DoAsync(() =>
        {
            call.Join(Named(LegId.First, Agent));
            call.Join(Named(Agent, LegId.First, Supervisor));
            call.Join(Named(Supervisor, LegId.First, Agent));
        });
        Assert.Equal(("700", "440 1000", "440 700"), await SpeakAsync());
        await host.DoAsync(() =>
        {
            call.Close(Supervisor);
            call.Connect(new ConnectMedia(LegId.First, Agent));
        });
        Assert.Equal(("700", "440", ""), await SpeakAsync());
        Assert.Equal(0, await host.DoAsync(() => call.Mix.Members));
        await host.DoAsync(call.CloseAll);
    }

    private static MixMedia Named(LegId leg, params ImmutableArray<LegId> hears) => new(leg, hears);

    private static void Open(MediaCall call, LegId leg, RtpPort phone)
    {
        call.Open(new OpenMedia(leg, SdpText.Audio(phone.Local), null, true, false), default);
        _ = call.Describe(leg);
    }

    private static string Tunes(RtpPort phone) => HeardTones.Of(phone.HeardSamples(), TuneOfCustomer, TuneOfAgent, TuneOfSupervisor);
}
