using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using OpenTelemetry.Trace;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Tracing;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Tests.Media;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class CallTraceTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly SpanWatch _spans = new();

    [Fact]
    public async Task ACallIsOneTrace_FromTheInviteThroughGrainsAndMediaToItsEnd()
    {
        await using var edge = await StartAsync();
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await using var aliceRtp = new RtpPort();
        await using var bobRtp = new RtpPort();
        await alice.RegisterAsync();
        await bob.RegisterAsync();

        var calling = alice.InviteAsync("1002", SdpText.Audio(aliceRtp.Local));
        var ringing = await bob.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(bobRtp.Local));
        var call = await calling;
        var id = edge.Edge.Calls.Going().Single().Id;
        await aliceRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await Eventually.IsTrueAsync("two packets to be heard: of the first it is known by then", Patience, () => Task.FromResult(bobRtp.Packets >= 2));
        await call.HangUpAsync();
        var spans = await WholeAsync(id);

        var root = Assert.Single(spans, span => span.ParentSpanId == default);
        Assert.Equal(("INVITE", ActivityKind.Server), (root.DisplayName, root.Kind));
        var ids = spans.Select(span => span.SpanId).ToHashSet();
        Assert.All(spans.Where(span => span != root), span => Assert.True(ids.Contains(span.ParentSpanId), $"{span.DisplayName} has a parent that is not there."));
        Assert.Equal("ICallGrain.Offer", Parent("call Offered"));
        Assert.Equal("INVITE", Parent("ICallGrain.Offer"));
        Assert.Contains("call", Parent("ILineGrain.Route"), StringComparison.Ordinal);
        Assert.Contains("call", Parent("IEdgeGrain.Apply"), StringComparison.Ordinal);
        Assert.Equal("IEdgeGrain.Apply", Parent("InviteLeg"));
        Assert.Equal("OpenMedia", Parent("media OpenMedia"));
        Assert.Equal("INVITE", Parent("report"));
        // What changes nothing of the call takes no turn of its own.
        var reports = spans.Where(span => span.DisplayName == "report").Select(span => (string?)span.GetTagItem("rtc.events")).ToList();
        Assert.DoesNotContain(nameof(MediaUp), reports);
        Assert.Contains(reports, events => events!.Contains(nameof(MediaUp), StringComparison.Ordinal));
        Assert.Equal("call Reported", Parent("call"));
        var whole = spans.Single(span => span.DisplayName == "call");
        Assert.Equal("Answered", whole.GetTagItem("rtc.result"));
        Assert.Equal(2, whole.GetTagItem("rtc.legs"));
        Assert.All(spans.Where(span => span.Source.Name != "RtcCluster.Grains"), span => Assert.Equal(id.Name, span.GetTagItem(CallTrace.Call)));
        await Eventually.IsTrueAsync("the exporter to send something", Patience, () => Task.FromResult(_spans.Received > 0));

        string Parent(string name)
        {
            var span = spans.FirstOrDefault(span => span.DisplayName == name)
                ?? throw new InvalidOperationException($"No span is named {name}: {string.Join(", ", spans.Select(s => s.DisplayName))}");
            return spans.Single(other => other.SpanId == span.ParentSpanId).DisplayName;
        }
    }

    [Fact]
    public async Task NoSpanSaysANumberANameOrAnAddress()
    {
        const string number = "+442071838750";
        await using var edge = await StartAsync();
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await using var rtp = new RtpPort();
        await alice.RegisterAsync();
        await bob.RegisterAsync();
        var calling = alice.InviteAsync("1002", SdpText.Audio(rtp.Local), callId: "one@phone");
        var ringing = await bob.ReceiveInviteAsync();
        var id = edge.Edge.Calls.Going().Single().Id;
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = await calling;
        await call.HangUpAsync();
        await WholeAsync(id);
        var outside = alice.InviteAsync(number, SdpText.Audio(rtp.Local), timeout: Patience);
        var going = await Eventually.GetAsync("the call outside", Patience, () => Task.FromResult(edge.Edge.Calls.Going()), calls => calls.Count == 1);
        await Eventually.IsTrueAsync("the carrier to be called", Patience, () => Task.FromResult(_spans.Of(going[0].Id).Any(span => span.DisplayName == "InviteLeg")));
        await edge.StopAsync();
        Assert.InRange((await outside).Response.Status, 400, 699);
        await Eventually.IsTrueAsync("the end of the call outside", Patience, () => Task.FromResult(_spans.Of(going[0].Id).Any(span => span.DisplayName == "call")));

        var said = _spans.All.SelectMany(Said).ToList();
        Assert.NotEmpty(said);
        Assert.All(said, text => Assert.DoesNotMatch("1001|1002|2071838750|(?i:alice|bob)|127\\.0\\.0\\.1|one@phone", text));
    }

    [Fact]
    public async Task WhatABrowserOrAProgramWants_IsInTheTraceOfTheCall_AndNotInOneThatItNames()
    {
        const string foreign = "4bf92f3577b34da6a3ce929d0e0e4736";
        await using var edge = await StartAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var called = new TestPhone("1002", edge.Udp);
        await called.RegisterAsync();
        await using var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        using var page = new WebPhone();
        var dial = await hub.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-1", "1002", new OfferCard(1, page.Offer())));
        await called.ReceiveInviteAsync();
        await hub.InvokeAsync<HubReceipt>("Hold", new CallRequest(dial.CallId));
        using var http = new HttpClient { BaseAddress = edge.WebUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/calls/{dial.CallId}/hangup");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        request.Headers.Add("traceparent", $"00-{foreign}-00f067aa0ba902b7-01");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        var spans = await WholeAsync(new CallId($"demo/{dial.CallId}"));
        var began = Assert.Single(spans, span => span.DisplayName == "Dial");
        Assert.Equal(default, began.ParentSpanId);
        Assert.Equal(began.SpanId, Assert.Single(spans, span => span.DisplayName == "Hold").ParentSpanId);
        var hangUp = Assert.Single(spans, span => span.DisplayName == "HangUpIntent");
        Assert.Equal((default, 0), (hangUp.ParentSpanId, hangUp.Links.Count()));
        Assert.DoesNotContain(_spans.All, span => span.TraceId.ToHexString() == foreign);
    }

    [Fact]
    public async Task NothingOfACallIsTracedAfterIt()
    {
        await using var edge = await StartAsync();
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await using var rtp = new RtpPort();
        await alice.RegisterAsync();
        await bob.RegisterAsync();
        var first = await CallAsync();
        var before = (await WholeAsync(first)).Count;
        var second = await CallAsync();
        await alice.RegisterAsync();

        // What begins in a call's turn and stays (a timer, a loop) would go on as a part of its trace.
        Assert.NotEmpty(await WholeAsync(second));
        Assert.Equal(before, _spans.Of(first).Count);

        async Task<CallId> CallAsync()
        {
            var calling = alice.InviteAsync("1002", SdpText.Audio(rtp.Local));
            var ringing = await bob.ReceiveInviteAsync();
            var id = edge.Edge.Calls.Going().Single().Id;
            await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
            await (await calling).HangUpAsync();
            await Eventually.IsTrueAsync("the call to be gone", Patience, () => Task.FromResult(edge.Edge.Calls.Going().Count == 0));
            return id;
        }
    }

    public ValueTask DisposeAsync()
    {
        _spans.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> Said(Activity span) =>
    [
        span.DisplayName,
        span.StatusDescription ?? "",
        .. span.TagObjects.Where(tag => tag.Key != CallTrace.Call).Select(tag => $"{tag.Value}"),
        .. span.Events.SelectMany(happened => happened.Tags.Select(tag => $"{tag.Value}").Prepend(happened.Name)),
    ];

    private Task<EdgeUnderTest> StartAsync() => EdgeUnderTest.StartAsync(
        services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(_spans)),
        ("Telemetry:OtlpEndpoint", _spans.Endpoint),
        ("Telemetry:OtlpProtocol", "HttpProtobuf"));

    // The last that a call does is to forget itself, which is asked of it once the edge has been told.
    private async Task<IReadOnlyList<Activity>> WholeAsync(CallId call)
    {
        await Eventually.IsTrueAsync(
            "the call's span and its last turn",
            Patience,
            () => Task.FromResult(_spans.Of(call).Any(span => span.DisplayName == "call") && _spans.Of(call).Any(span => span.DisplayName == "ICallTurns.Forgotten")));
        return _spans.Of(call);
    }
}
