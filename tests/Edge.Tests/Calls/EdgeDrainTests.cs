using System.Net;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Two edges, of which one is drained or stopped under calls: they go to the other one, and nobody is hung up on.</summary>
public sealed class EdgeDrainTests
{
    private const double Low = 440;
    private const double High = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Talk = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task ADrainedEdgeTakesNothingNew_ItsCallGoes_AndComesBackWhenTheOtherIsDrained()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        var one = await cluster.AddEdgeAsync("first", Ports(first));
        var other = await cluster.AddEdgeAsync("second", Ports(second));
        await using var talk = await TwoPhones.TalkAsync(one);
        await using var late = new TestPhone("1003", one);
        await using var rtp = new RtpPort();

        Assert.True((await cluster.DrainAsync("first", true)).Draining);
        var refused = await late.InviteAsync("1002", SdpText.Audio(rtp.Local), timeout: Patience);
        Assert.Equal((503, "10"), (refused.Response.Status, refused.Response.Header("Retry-After")));
        await talk.MoveAsync(other, second);
        await Eventually.GetAsync("the first edge to have nothing of it", Patience, () => cluster.DrainAsync("first", null), state => state is { Calls: 0, Legs: 0, Draining: true });
        Assert.Equal(0, Listening.CountUdp(first, first + 39));

        // The other way round: it remembers what was said of the call, and goes on with the numbers.
        Assert.False((await cluster.DrainAsync("first", false)).Draining);
        await cluster.DrainAsync("second", true);
        await talk.MoveAsync(one, first);
        await Eventually.GetAsync("the second edge to have nothing of it", Patience, () => cluster.DrainAsync("second", null), state => state is { Calls: 0, Legs: 0 });
        Assert.Equal(1, (await cluster.DrainAsync("first", null)).Calls);

        await talk.HangUpAsync();
        await Eventually.GetAsync("the ports of both to be free", Patience, () => Task.FromResult(Listening.CountUdp(first, first + 39) + Listening.CountUdp(second, second + 39)), n => n == 0);
    }

    [Fact]
    public async Task AnEdgeThatStops_LeavesItsCallToTheOther()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        var one = await cluster.AddEdgeAsync("first", Ports(first));
        var other = await cluster.AddEdgeAsync("second", Ports(second));
        await using var talk = await TwoPhones.TalkAsync(one);

        var stopping = cluster.StopAsync("first");
        await talk.MoveAsync(other, second);
        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await talk.HearAsync();
        await talk.HangUpAsync();
    }

    [Fact]
    public async Task ATelephoneBehindNat_IsSignalledWhereItIs_WithItsSoundAtTheOther()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        var one = await cluster.AddEdgeAsync("first", Ports(first));
        var other = await cluster.AddEdgeAsync("second", Ports(second));
        await using var talk = await TwoPhones.TalkAsync(one, callerContact: "192.168.77.9:5060");

        await cluster.DrainAsync("first", true);
        await talk.MoveAsync(other, second, callerStaysAt: one);
        await Eventually.GetAsync("one leg to be left", Patience, () => cluster.DrainAsync("first", null), state => state is { Calls: 1, Legs: 1 });
        await Eventually.GetAsync("the media of the first edge to be free", Patience, () => Task.FromResult(Listening.CountUdp(first, first + 39)), n => n == 0);
        await talk.HearAsync();

        await talk.HangUpAsync();
        await Eventually.GetAsync("the first edge to have nothing of it", Patience, () => cluster.DrainAsync("first", null), state => state is { Calls: 0, Legs: 0 });
    }

    [Fact]
    public async Task ATelephoneThatRefusesToGo_TalksOnWhereItIs()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        var one = await cluster.AddEdgeAsync("first", Ports(first));
        var other = await cluster.AddEdgeAsync("second", Ports(second));
        await using var talk = await TwoPhones.TalkAsync(one);

        await cluster.DrainAsync("first", true);
        await talk.RefuseAsync(other, second);
        await talk.ComeBackAsync(one, first);

        // Asked once more, from the address that it knows, it refuses that too; and is left in peace.
        await talk.RefuseAsync(one, second, other);
        await talk.ComeBackAsync(one, first);
        Assert.Equal(1, (await cluster.DrainAsync("first", null)).Calls);
        await Eventually.GetAsync("the other edge to have nothing of it", Patience, () => Task.FromResult(Listening.CountUdp(second, second + 39)), n => n == 0);
        await talk.HearAsync();

        await talk.HangUpAsync();
        await Eventually.GetAsync("the drained edge to have nothing of it", Patience, () => cluster.DrainAsync("first", null), state => state is { Calls: 0, Legs: 0 });
    }

    [Fact]
    public async Task ATelephoneOverTcp_IsRungByTheDrainedEdgeThatHasItsConnection()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        await cluster.AddEdgeAsync("first", [.. Ports(first), ("Sip:Tcp", "127.0.0.1:0")]);
        var other = await cluster.AddEdgeAsync("second", Ports(second));
        await using var called = await TcpPhone.ConnectAsync("1002", cluster.TcpOf("first"));
        await using var caller = new TestPhone("1001", other);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        Assert.Equal(200, (await called.RegisterAsync()).Status);
        await cluster.DrainAsync("first", true);

        var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local), timeout: Patience);
        var ringing = await called.ReceiveInviteAsync(Patience);
        await called.AnswerAsync(ringing, SdpText.Audio(calledRtp.Local));
        var call = await calling;

        Assert.Equal(200, call.Response.Status);
        Assert.InRange(call.RemoteRtp.Port, second, second + 39);
        Assert.InRange(SdpText.AudioOf(ringing.Body).Port, second, second + 39);
        var bye = called.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
        await Eventually.GetAsync("the drained edge to have nothing of it", Patience, () => cluster.DrainAsync("first", null), state => state is { Calls: 0, Legs: 0 });
    }

    [Fact]
    public async Task ARoomGoesWithAllWhoAreInIt()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        var one = await cluster.AddEdgeAsync("one", Ports(first));
        var other = await cluster.AddEdgeAsync("other", Ports(second));
        await using var caller = new TestPhone("1001", one);
        await using var guest = new TestPhone("1002", other);
        await using var callerRtp = new RtpPort();
        await using var guestRtp = new RtpPort();
        var call = await caller.InviteAsync("4000", SdpText.Audio(callerRtp.Local), timeout: Patience);
        var visit = await guest.InviteAsync("4000", SdpText.Audio(guestRtp.Local), timeout: Patience);
        Assert.InRange(visit.RemoteRtp.Port, first, first + 39);
        caller.Proxy = other;

        await cluster.DrainAsync("one", true);
        var moves = await Task.WhenAll(TwoPhones.OfferAsync(call, callerRtp, second), TwoPhones.OfferAsync(visit, guestRtp, second));

        await Eventually.GetAsync("both to hear each other alone", Patience, async () =>
        {
            callerRtp.Forget();
            guestRtp.Forget();
            await Task.WhenAll(callerRtp.SpeakAsync(Low, moves[0], Talk), guestRtp.SpeakAsync(High, moves[1], Talk));
            return (HeardTones.Of(callerRtp.HeardSamples(), Low, High), HeardTones.Of(guestRtp.HeardSamples(), Low, High));
        }, heard => heard == ("1000", "440"));
        await Eventually.GetAsync("the drained edge to have nothing of it", Patience, () => cluster.DrainAsync("one", null), state => state is { Calls: 0, Legs: 0 });
        Assert.Equal(0, Listening.CountUdp(first, first + 39));
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        Assert.Equal(200, (await visit.HangUpAsync()).Status);
    }

    private static (string, string)[] Ports(int first) => [("Media:RtpPorts", $"{first}-{first + 39}")];

    /// <summary>Two telephones that talk.</summary>
    private sealed class TwoPhones : IAsyncDisposable
    {
        private readonly TestPhone _caller;
        private readonly TestPhone _called;
        private readonly RtpPort _near = new();
        private readonly RtpPort _far = new();
        private TestCall? _call;
        private IncomingCall? _ringing;
        private IPEndPoint[] _media = [];

        private TwoPhones(IPEndPoint edge, string? callerContact) =>
            (_caller, _called) = (new TestPhone("1001", edge) { ContactAddress = callerContact }, new TestPhone("1002", edge));

        public static async Task<TwoPhones> TalkAsync(IPEndPoint edge, string? callerContact = null)
        {
            var phones = new TwoPhones(edge, callerContact);
            Assert.Equal(200, (await phones._called.RegisterAsync()).Status);
            var calling = phones._caller.InviteAsync("1002", SdpText.Audio(phones._near.Local), timeout: Patience);
            phones._ringing = await phones._called.ReceiveInviteAsync(timeout: Patience);
            await phones._ringing.AnswerAsync(SdpText.Audio(phones._far.Local));
            phones._call = await calling;
            phones._media = [phones._call.RemoteRtp, phones._ringing.RemoteRtp];
            await phones.HearAsync();
            return phones;
        }

        /// <summary>The offer of an edge whose media has ports from <paramref name="first"/>, answered; on a busy machine older ones come again.</summary>
        public static async Task<IPEndPoint> OfferAsync(TestCall call, RtpPort rtp, int first) => await MediaAsync(() => call.ReceiveAsync("INVITE", Patience, SdpText.Audio(rtp.Local)), first);

        /// <summary>Both are offered the other edge, in the dialogs that they have, and talk on.</summary>
        public async Task MoveAsync(IPEndPoint edge, int first, IPEndPoint? callerStaysAt = null)
        {
            (_caller.Proxy, _called.Proxy) = (callerStaysAt ?? edge, edge);
            _media = await Task.WhenAll(OfferAsync(_call!, _near, first), MediaAsync(() => _ringing!.ReceiveAsync("INVITE", Patience, SdpText.Audio(_far.Local)), first));
            await HearAsync();
        }

        /// <summary>The called telephone refuses what comes from an edge, and the caller goes to the media of the other.</summary>
        public async Task RefuseAsync(IPEndPoint from, int first, IPEndPoint? goesTo = null)
        {
            (_caller.Proxy, _called.Proxy) = (goesTo ?? from, from);
            var going = OfferAsync(_call!, _near, first);
            while (!(await _ringing!.RefuseAsync("INVITE", 488, "Not Acceptable Here", Patience)).ContactUri.Contains(from.ToString(), StringComparison.Ordinal))
            {
                // An older one, again.
            }

            await going;
        }

        /// <summary>The caller is offered the place that it came from; the called telephone has never left it.</summary>
        public async Task ComeBackAsync(IPEndPoint edge, int first)
        {
            (_caller.Proxy, _called.Proxy) = (edge, edge);
            _media[0] = await OfferAsync(_call!, _near, first);
            await HearAsync();
        }

        public Task<(int Near, int Far)> HearAsync() => Eventually.GetAsync("both to hear each other", Patience, async () =>
        {
            _near.Forget();
            _far.Forget();
            await Task.WhenAll(_near.SpeakAsync(Low, _media[0], Talk), _far.SpeakAsync(High, _media[1], Talk));
            return (_near.Packets, _far.Packets);
        }, heard => heard is ( >= 12, >= 12));

        public async Task HangUpAsync()
        {
            var bye = _ringing!.ReceiveAsync("BYE", Patience);
            Assert.Equal(200, (await _call!.HangUpAsync()).Status);
            await bye;
        }

        public async ValueTask DisposeAsync()
        {
            await _caller.DisposeAsync();
            await _called.DisposeAsync();
            await _near.DisposeAsync();
            await _far.DisposeAsync();
        }

        private static async Task<IPEndPoint> MediaAsync(Func<Task<SipText>> receive, int first)
        {
            while (true)
            {
                var media = SdpText.AudioOf((await receive()).Body);
                if (media.Port >= first && media.Port < first + 40)
                {
                    return media;
                }
            }
        }
    }
}
