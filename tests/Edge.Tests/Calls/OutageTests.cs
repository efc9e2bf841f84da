using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class OutageTests
{
    [Fact]
    public async Task WhileTheStateCannotBeSaved_NewCallsGet503WithRetryAfter_AndAfterwardsTheyGoThrough()
    {
        var outage = new Outage();
        await using var edge = await EdgeUnderTest.StartAsync(services =>
        {
            // The real store behind a switch; grains and edge cannot tell it from a disk that fails.
            var real = services.Last(d => d.ServiceType == typeof(IGrainStorage) && "Default".Equals(d.ServiceKey));
            services.Remove(real);
            services.AddKeyedSingleton<IGrainStorage>(
                "Default", (provider, key) => new SwitchedStorage((IGrainStorage)real.KeyedImplementationFactory!(provider, key), outage));
        });
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var called = new TestPhone("1002", edge.Udp);
        await using var rtp = new RtpPort();
        await called.RegisterAsync();

        outage.IsOn = true;
        var refused = await caller.InviteAsync("1002", SdpText.Audio(rtp.Local), timeout: TimeSpan.FromSeconds(20));
        Assert.Equal(503, refused.Response.Status);
        Assert.Equal("10", refused.Response.Header("Retry-After"));

        outage.IsOn = false;
        var calling = caller.InviteAsync("1002", SdpText.Audio(rtp.Local), timeout: TimeSpan.FromSeconds(20));
        var ringing = await called.ReceiveInviteAsync(timeout: TimeSpan.FromSeconds(20));
        await ringing.RefuseAsync(486, "Busy Here");
        Assert.Equal(486, (await calling).Response.Status);
        await Eventually.GetAsync("no media port in use", TimeSpan.FromSeconds(10), () => Task.FromResult(edge.Metric("rtc_media_ports_in_use")), n => n == 0);
    }

    [Fact]
    public async Task WithoutAFreePort_TheCallerGets503_AndTheCallThatHasPortsGoesOn()
    {
        var first = TestKit.Network.FreePorts.TakeRun(4) & ~1;
        await using var edge = await EdgeUnderTest.StartAsync(("Media:RtpPorts", $"{first}-{first + 1}"));
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var rtp = new RtpPort();
        var echo = await caller.InviteAsync("9196", SdpText.Audio(rtp.Local));
        Assert.Equal(200, echo.Response.Status);

        await using var second = new TestPhone("1002", edge.Udp);
        var refused = await second.InviteAsync("9196", SdpText.Audio(new IPEndPoint(IPAddress.Loopback, 31_000)));

        Assert.Equal(503, refused.Response.Status);
        await rtp.SpeakAsync(440, echo.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("the echo", TimeSpan.FromSeconds(5), () => Task.FromResult(rtp.Packets), n => n == 10);
        Assert.Equal(200, (await echo.HangUpAsync()).Status);
    }

    private sealed class Outage
    {
        public volatile bool IsOn;
    }

    private sealed class SwitchedStorage(IGrainStorage real, Outage outage) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Open(stateName).ReadStateAsync(stateName, grainId, grainState);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Open(stateName).WriteStateAsync(stateName, grainId, grainState);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Open(stateName).ClearStateAsync(stateName, grainId, grainState);

        private IGrainStorage Open(string stateName) =>
            outage.IsOn && stateName == "call" ? throw new IOException("The test has pulled the plug.") : real;
    }
}
