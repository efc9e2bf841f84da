using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>When a silo dies the look-up of a grain that it knew comes back as a cancellation: an INVITE is offered once more, and no more than that.</summary>
public sealed class CancelledLookUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task AnInviteWhoseCallCannotBeLookedUp_IsOfferedASecondTime_AndThenAnswered503()
    {
        var lookUps = new LookUps();
        await using var edge = await EdgeUnderTest.StartAsync(services => services.AddSingleton<IOutgoingGrainCallFilter>(lookUps));
        await using var phone = new TestPhone("1001", edge.Udp);
        await using var rtp = new RtpPort();

        lookUps.ToFail = 1;
        var call = await phone.InviteAsync("9196", SdpText.Audio(rtp.Local), timeout: Patience);
        Assert.Equal((200, 2), (call.Response.Status, lookUps.Offers));
        Assert.Equal(200, (await call.HangUpAsync()).Status);

        (lookUps.ToFail, lookUps.Offers) = (2, 0);
        var refused = await phone.InviteAsync("9196", SdpText.Audio(rtp.Local), timeout: Patience);
        Assert.Equal((503, "10", 2), (refused.Response.Status, refused.Response.Header("Retry-After"), lookUps.Offers));
    }

    private sealed class LookUps : IOutgoingGrainCallFilter
    {
        public int ToFail;
        public int Offers;

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.InterfaceMethod?.DeclaringType != typeof(ICallGrain) || context.MethodName != nameof(ICallGrain.Offer))
            {
                return context.Invoke();
            }

            Interlocked.Increment(ref Offers);
            return Interlocked.Decrement(ref ToFail) >= 0 ? throw new OperationCanceledException("The directory gave up.") : context.Invoke();
        }
    }
}
