using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using Xunit;

namespace RtcCluster.Contracts.Tests;

public sealed class SerializationTests
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly DateTimeOffset At = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string, object> Samples => new()
    {
        { "user id", new UserId(Tenant, "agent1") },
        { "leg id", LegId.First },
        { "no description", SdpBody.None },
        { "local description", SdpBody.Local },
        { "description as text", SdpBody.Of("v=0\r\n") },
        { "failure", new CallFailure(486, "Busy here", 17, CallResult.Busy, true, 5) },
        { "ringing", new LegRinging(new LegId(2), At, 180) },
        { "answered", new LegAnswered(new LegId(2), At, "v=0\r\n", null) },
        { "referred", new LegReferred(new LegId(1), At, 7, "1003", "a@b;to-tag=1;from-tag=2", new NamedLeg(new CallId(Tenant, "c1"), new LegId(2))) },
        { "join", new CallJoin(new NamedLeg(new CallId(Tenant, "c2"), new LegId(1)), new LegId(2), new Party("1002", null, new UserId(Tenant, "agent2")), 7) },
        { "yield", new CallYield(new CallId(Tenant, "c1"), new Party("1002", null, new UserId(Tenant, "agent2")), new LegId(1), 7) },
        { "yielded", new YieldReceipt(IntentStatus.Accepted, null, new YieldedLeg(new NamedLeg(new CallId(Tenant, "c2"), new LegId(2)), new EdgeId("127.0.0.1:11111@1"), new Party("1003"), false, null, "hub:x", true)) },
        { "ledger entry", new LedgerEntry(3, new CallEnded(At, CallResult.Answered, new EndCause(EndKind.Hangup, 200, 16, "Bye"), new LegId(1))) },
        { "dial target", new DialTarget { Uri = "sip:1002@127.0.0.1:5062", Edge = new EdgeId("127.0.0.1:11111@1"), User = new UserId(Tenant, "agent2") } },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void WhatIsWrittenIsRead(string name, object value)
    {
        var bytes = Serializer.SerializeToArray(value);

        Assert.True(value.ToString() == Serializer.Deserialize<object>(bytes)?.ToString(), name);
    }

    [Fact]
    public void BatchKeepsOrderTypesAndBodiesOfItsCommands()
    {
        var call = new CallId(Tenant, "01h");
        var batch = new CallBatch(call, 4, 11, [new OpenMedia(new LegId(2), null, LegId.First, true, false), new AnswerLeg(LegId.First, SdpBody.Local), new EndLeg(new LegId(3), new EndCause(EndKind.AnsweredElsewhere, 200)), new ParkLeg(new LegId(2), call), new TakeLeg(new LegId(4), new NamedLeg(call, new LegId(2)))]);

        var copy = Serializer.Deserialize<CallBatch>(Serializer.SerializeToArray(batch))!;

        Assert.Equal((batch.Call, batch.Epoch, batch.FirstNumber), (copy.Call, copy.Epoch, copy.FirstNumber));
        Assert.Equal<CallCommand>([.. batch.Commands], [.. copy.Commands]);
    }

    [Fact]
    public void ReportKeepsItsEvents()
    {
        var report = new LegReport(new EdgeId("127.0.0.1:11111@1"), 1, 1, ImmutableArray.Create<LegEvent>(new LegRinging(new LegId(2), At, 180), new MediaUp(LegId.First, At)));

        var copy = Serializer.Deserialize<LegReport>(Serializer.SerializeToArray(report))!;

        Assert.Equal<LegEvent>([.. report.Events], [.. copy.Events]);
    }
}
