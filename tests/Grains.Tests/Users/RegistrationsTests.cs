using System.Collections.Immutable;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;

namespace RtcCluster.Grains.Tests.Users;

public sealed class RegistrationsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly EdgeId A = new("127.0.0.1:1@1");
    private static readonly UserId User = new(new TenantId("demo"), "agent1");

    [Fact]
    public void KeepsSeveralContacts_AndNamesAllOfThem()
    {
        var bindings = Apply([], Request("r1", 1, Contact("sip:a@1"), Contact("sip:b@1", q: 0.5))).Bindings;

        Assert.Equal(
            [new ContactBinding("sip:a@1", 3600, 1, null, null), new ContactBinding("sip:b@1", 3600, 0.5, null, null)],
            Registrations.Receipt(bindings, Now));
        Assert.Equal(["sip:a@1", "sip:b@1"], Registrations.Targets(bindings, [Edge(A, "a")], User, Now).Select(target => target.Uri));
    }

    [Theory]
    [InlineData("udp", false)]
    [InlineData("tcp", false)]
    [InlineData("tls", true)]
    [InlineData("wss", true)]
    [InlineData("hub", true)]
    public void WhereSrtpIsRequired_OnlyDevicesThatMayGetKeysAreRung(string transport, bool rings)
    {
        var bindings = Apply([], Request("r1", 1, Contact("sip:a@1"))).Bindings.ConvertAll(binding => binding with { Transport = transport });

        Assert.Equal(rings, Registrations.Targets(bindings, [Edge(A, "a")], User, Now, requireSrtp: true) is [{ RequireSrtp: true }]);
        Assert.False(Assert.Single(Registrations.Targets(bindings, [Edge(A, "a")], User, Now)).RequireSrtp);
    }

    [Fact]
    public void Rfc3261_10_3_7_TheSameCallId_NeedsAHigherCSeq()
    {
        var bindings = Apply([], Request("r1", 5, Contact("sip:a@1"))).Bindings;

        Assert.Equal(400, Apply(bindings, Request("r1", 5, Contact("sip:a@1"))).Refusal!.SipCode);
        Assert.Equal(400, Apply(bindings, Request("r1", 4, Contact("sip:a@1", expires: 0))).Refusal!.SipCode);
        Assert.Null(Apply(bindings, Request("r1", 6, Contact("sip:a@1"))).Refusal);
        Assert.Null(Apply(bindings, Request("r2", 1, Contact("sip:a@1"))).Refusal);
    }

    [Fact]
    public void AllContactsAreChanged_OrNone()
    {
        var bindings = Apply([], Request("r1", 5, Contact("sip:a@1"))).Bindings;

        var outcome = Apply(bindings, Request("r1", 5, Contact("sip:new@1"), Contact("sip:a@1")));

        Assert.NotNull(outcome.Refusal);
        Assert.Equal(["sip:a@1"], bindings.Select(binding => binding.Uri));
    }

    [Fact]
    public void ZeroSeconds_AndTheStar_Remove()
    {
        var bindings = Apply([], Request("r1", 1, Contact("sip:a@1"), Contact("sip:b@1"))).Bindings;

        Assert.Equal(["sip:b@1"], Apply(bindings, Request("r1", 2, Contact("sip:a@1", expires: 0))).Bindings.Select(binding => binding.Uri));
        Assert.Empty(Apply(bindings, Request("r1", 2) with { RemoveAll = true }).Bindings);
        Assert.Equal(400, Apply(bindings, Request("r1", 1) with { RemoveAll = true }).Refusal!.SipCode);
    }

    [Fact]
    public void WhatHasExpired_IsGone()
    {
        var bindings = Apply([], Request("r1", 1, Contact("sip:a@1", expires: 60))).Bindings;

        Assert.Empty(Registrations.Receipt(bindings, Now.AddSeconds(60)));
        Assert.Empty(Registrations.Targets(bindings, [Edge(A, "a")], User, Now.AddSeconds(60)));
        Assert.Single(Registrations.Receipt(bindings, Now.AddSeconds(59)));
    }

    [Fact]
    public void ARefreshSaysTheSame_AndAMoveDoesNot()
    {
        var bindings = Apply([], Request("r1", 1, Contact("sip:a@1"))).Bindings;

        Assert.False(Apply(bindings, Request("r1", 2, Contact("sip:a@1"))).Changed);
        Assert.True(Apply(bindings, Request("r1", 2, Contact("sip:a@1")) with { Source = "127.0.0.9:1" }).Changed);
        Assert.True(Apply(bindings, Request("r1", 2, Contact("sip:a@1")) with { Path = ["<sip:p>"] }).Changed);
    }

    [Fact]
    public void Rfc5626_TheSameInstanceAndRegId_IsTheSameDevice()
    {
        var bindings = Apply([], Request("r1", 1, Contact("sip:a@1") with { InstanceId = "<urn:uuid:1>", RegId = 1 })).Bindings;

        var after = Apply(bindings, Request("r2", 1, Contact("sip:a@2") with { InstanceId = "<urn:uuid:1>", RegId = 1 })).Bindings;

        Assert.Equal(["sip:a@2"], after.Select(binding => binding.Uri));
    }

    [Fact]
    public void SeventeenDevices_AreTooMany() =>
        Assert.Equal(403, Apply([], Request("r1", 1, [.. Enumerable.Range(1, 17).Select(n => Contact($"sip:a@{n}"))])).Refusal!.SipCode);

    [Fact]
    public void AConnectionThatCloses_TakesItsBindingsAlong()
    {
        var udp = Apply([], Request("r1", 1, Contact("sip:a@1"))).Bindings;
        var all = Apply(udp, Request("r2", 1, Contact("sip:b@1")) with { Transport = "tcp", Flow = 7 }).Bindings;

        Assert.Equal(2, Registrations.WithoutFlow(all, A, 8).Count);
        Assert.Equal(2, Registrations.WithoutFlow(all, new EdgeId("127.0.0.1:1@2"), 7).Count);
        Assert.Equal(["sip:a@1"], Registrations.WithoutFlow(all, A, 7).Select(binding => binding.Uri));
    }

    [Theory]
    [InlineData("udp", false, "a2", "a2")] // the incarnation that runs under the name now
    [InlineData("udp", true, "a2", "a2")]
    [InlineData("udp", false, "shared", "shared")] // another edge behind the same address
    [InlineData("udp", true, "shared", "shared")]
    [InlineData("udp", false, "other", "other")] // any edge, as long as no NAT is in the way
    [InlineData("udp", true, "other", null)]
    [InlineData("tcp", false, "a2", null)] // the connection ended with the process
    [InlineData("tcp", false, "a1", "a1")]
    public void FindsTheEdgeThatReachesADevice(string transport, bool nat, string running, string? expected)
    {
        var request = Request("r1", 1, Contact("sip:a@1") with { BehindNat = nat }) with { Transport = transport, Flow = transport == "udp" ? 0 : 3 };
        var binding = Apply([], request).Bindings[0];
        ImmutableArray<EdgeInfo> edges = running switch
        {
            "a1" => [Edge(A, "a")],
            "a2" => [Edge(new EdgeId("127.0.0.1:1@2"), "a")],
            "shared" => [Edge(new EdgeId("127.0.0.1:2@1"), "b")],
            _ => [Edge(new EdgeId("127.0.0.1:3@1"), "c", "10.0.0.9")],
        };

        Assert.Equal(expected is not null, Registrations.Reach(binding, edges) is not null);
    }

    [Theory]
    [InlineData("tcp", false, true)] // it opened a connection to the drained edge
    [InlineData("udp", true, true)] // its NAT knows that edge
    [InlineData("udp", false, false)] // any other edge will do
    public void ADrainedEdgeReachesWhomNoOtherCan_UntilItStops(string transport, bool nat, bool byTheDrained)
    {
        var request = Request("r1", 1, Contact("sip:a@1") with { BehindNat = nat }) with { Transport = transport, Flow = transport == "udp" ? 0 : 3 };
        var binding = Apply([], request).Bindings[0];
        var (drained, other) = (Edge(A, "a") with { Leaving = true }, Edge(new EdgeId("127.0.0.1:3@1"), "c", "10.0.0.9"));

        Assert.Equal(byTheDrained ? A : other.Edge, Registrations.Reach(binding, [drained, other])?.Edge);
        Assert.Equal(byTheDrained ? null : other.Edge, Registrations.Reach(binding, [drained with { Stopping = true }, other])?.Edge);
    }

    [Fact]
    public void AnotherEdgeBehindTheSameAddress_IsBetterThanADrainedOne()
    {
        var binding = Apply([], Request("r1", 1, Contact("sip:a@1") with { BehindNat = true })).Bindings[0];

        Assert.Equal("b", Registrations.Reach(binding, [Edge(A, "a") with { Leaving = true }, Edge(new EdgeId("127.0.0.1:2@1"), "b")])?.Name);
    }

    private static EdgeInfo Edge(EdgeId id, string name, string address = "10.0.0.1") => new(id, name, address, true, Now);

    private static ContactRequest Contact(string uri, int expires = 3600, double q = 1) => new(uri, expires, q);

    private static RegisterRequest Request(string callId, long cseq, params ContactRequest[] contacts) => new()
    {
        SignallingId = callId,
        CSeq = cseq,
        Contacts = [.. contacts],
        Transport = "udp",
        Source = "127.0.0.1:5062",
        Edge = A,
        EdgeName = "a",
        At = Now,
    };

    private static RegistrationOutcome Apply(IReadOnlyList<Binding> bindings, RegisterRequest request) => Registrations.Apply(bindings, request, "10.0.0.1", Now);
}
