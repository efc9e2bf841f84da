using System.Text;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Registrar;
using Xunit;

namespace RtcCluster.Sip.Tests.Registrar;

public sealed class RegistrarTests
{
    private static readonly RegistrarLimits Limits = new() { MaxContacts = 2 };
    private static readonly long Second = TimeSpan.FromSeconds(1).Ticks;

    [Fact]
    public void Rfc3261_10_3_ReadsWhatIsAskedFor()
    {
        var request = Read("Contact: \"Ann\" <sip:1001@127.0.0.2:5066;transport=tcp>;q=0.7;expires=120;+sip.instance=\"<urn:uuid:1>\";reg-id=1, <sip:1001@127.0.0.3>\nExpires: 600\nPath: <sip:127.0.0.9;lr>\nUser-Agent: baresip");
        Assert.Equal(("1001", "demo.test", "call", 7u, false, "baresip"), (request.User, request.Host, request.CallId, request.CSeq, request.RemovesAll, request.UserAgent));
        Assert.Equal(
            [new ContactChange("sip:1001@127.0.0.2:5066;transport=tcp", 120, 700, "<urn:uuid:1>", 1), new ContactChange("sip:1001@127.0.0.3", 600, 1000, "", 0)],
            request.Contacts);
        Assert.Equal(["<sip:127.0.0.9;lr>"], request.Path);
        Assert.True(Read("").IsQuery);
    }

    [Theory]
    [InlineData("Contact: <sip:a@b>", 3600)]
    [InlineData("Contact: <sip:a@b>;expires=0", 0)]
    [InlineData("Contact: <sip:a@b>;expires=60", 60)]
    [InlineData("Contact: <sip:a@b>;expires=99999999999", 3600)]
    [InlineData("Contact: <sip:a@b>;expires=lots\nExpires: 61", 61)]
    [InlineData("Contact: <sip:a@b>\nExpires: 0", 0)]
    public void Rfc3261_10_3_Step7_ExpiryIsKeptInBounds(string headers, int expires) => Assert.Equal(expires, Assert.Single(Read(headers).Contacts).Expires);

    [Theory]
    [InlineData("Contact: <sip:a@b>;expires=59", 423, "60")]
    [InlineData("Contact: *", 400, "")]
    [InlineData("Contact: *\nExpires: 60", 400, "")]
    [InlineData("Contact: *, <sip:a@b>\nExpires: 0", 400, "")]
    [InlineData("Contact: <sip:a@b>, <sip:c@b>, <sip:d@b>", 400, "")]
    [InlineData("Contact: <mailto:a@b>", 400, "")]
    [InlineData("Contact: <sip:a@b>\nPath: nonsense", 400, "")]
    public void RefusesWhatIsWrong(string headers, int code, string minExpires)
    {
        using var message = Message(headers);
        Assert.False(RegisterReader.TryRead(message, Limits, out var request, out var refusal));
        Assert.Null(request);
        Assert.Equal((code, minExpires), (refusal!.Code, refusal.Headers.Count > 0 ? refusal.Headers[0].Value : ""));
    }

    [Fact]
    public void Rfc3261_10_3_BindingsAreAddedRenewedAndRemoved()
    {
        var one = Apply(BindingSet.Empty, 1, 0, "Contact: <sip:1001@127.0.0.2:5066>;q=0.5");
        var two = Apply(one, 2, 0, "Contact: <sip:1001@127.0.0.3>;expires=60");
        Assert.Equal(["sip:1001@127.0.0.3", "sip:1001@127.0.0.2:5066"], two.Alive(0).Select(binding => binding.Uri));
        Assert.Equal(60 * Second, two.Deadline);
        var renewed = Apply(two, 3, 30 * Second, "Contact: <sip:1001@127.0.0.3;newparam=x>;expires=60");
        Assert.Equal(90 * Second, renewed.Deadline);
        Assert.Equal(2, renewed.Bindings.Count);
        Assert.Equal("sip:1001@127.0.0.2:5066", Assert.Single(Apply(renewed, 4, 30 * Second, "Contact: <sip:1001@127.0.0.3>;expires=0").Bindings).Uri);
        Assert.Empty(Apply(renewed, 5, 30 * Second, "Contact: *\nExpires: 0").Bindings);
        Assert.Single(renewed.Alive(90 * Second));
    }

    [Fact]
    public void Rfc3261_10_3_Step7_OlderRequest_ChangesNothing()
    {
        var one = Apply(BindingSet.Empty, 5, 0, "Contact: <sip:1001@127.0.0.2>");
        foreach (var headers in new[] { "Contact: <sip:1001@127.0.0.2>;expires=0", "Contact: *\nExpires: 0", "Contact: <sip:1001@127.0.0.9>, <sip:1001@127.0.0.2>" })
        {
            Assert.Equal(one.Bindings, one.Apply(Read(headers, 5), Limits, 0, out var outcome).Bindings);
            Assert.Equal(BindingOutcome.OutOfOrder, outcome);
        }

        var restarted = Read("Contact: <sip:1001@127.0.0.2>;expires=0", 1) with { CallId = "another" };
        Assert.Empty(one.Apply(restarted, Limits, 0, out _).Bindings);
    }

    [Fact]
    public void TooManyContacts_ChangeNothing()
    {
        var full = Apply(BindingSet.Empty, 1, 0, "Contact: <sip:a@127.0.0.2>, <sip:b@127.0.0.2>");
        Assert.Equal(full.Bindings, full.Apply(Read("Contact: <sip:c@127.0.0.2>", 2), Limits, 0, out var outcome).Bindings);
        Assert.Equal(BindingOutcome.TooMany, outcome);
        Assert.Equal(2, Apply(full, 3, 0, "Contact: <sip:c@127.0.0.2>, <sip:a@127.0.0.2>;expires=0").Bindings.Count);
    }

    [Fact]
    public void Rfc5626_6_ADeviceWithInstanceId_ReplacesItsOldAddress()
    {
        var one = Apply(BindingSet.Empty, 1, 0, "Contact: <sip:a@127.0.0.2:1000;ob>;+sip.instance=\"<urn:uuid:1>\";reg-id=1");
        var moved = one.Apply(Read("Contact: <sip:a@127.0.0.2:2000;ob>;+sip.instance=\"<urn:uuid:1>\";reg-id=1", 1) with { CallId = "b" }, Limits, 0, out _);
        Assert.Equal("sip:a@127.0.0.2:2000;ob", Assert.Single(moved.Bindings).Uri);
    }

    [Fact]
    public void AnswerListsWhatLives()
    {
        var set = Apply(BindingSet.Empty, 1, 0, "Contact: <sip:a@127.0.0.2>;q=0.5;+sip.instance=\"<urn:uuid:1>\";reg-id=2\nPath: <sip:p;lr>");
        var lines = RegisterReader.Accept(set.Alive(10 * Second), ["<sip:p;lr>"], ["<sip:edge;lr>"], 10 * Second);
        Assert.Equal(
            [("Contact", "<sip:a@127.0.0.2>;expires=3590;q=0.500;+sip.instance=\"<urn:uuid:1>\";reg-id=2"), ("Path", "<sip:p;lr>"), ("Service-Route", "<sip:edge;lr>")],
            lines.Select(line => (line.Name, line.Value)));
    }

    private static BindingSet Apply(BindingSet set, uint number, long now, string headers)
    {
        var after = set.Apply(Read(headers, number), Limits, now, out var outcome);
        Assert.Equal(BindingOutcome.Done, outcome);
        return after;
    }

    private static RegisterRequest Read(string headers, uint number = 7)
    {
        using var message = Message(headers, number);
        Assert.True(RegisterReader.TryRead(message, Limits, out var request, out var refusal), refusal?.ReasonPhrase);
        return request!;
    }

    private static SipMessage Message(string headers, uint number = 7)
    {
        var text = $"REGISTER sip:demo.test SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKr\nMax-Forwards: 70\nFrom: <sip:1001@demo.test>;tag=a\nTo: <sip:1001@DEMO.test>\nCall-ID: call\nCSeq: {number} REGISTER\n"
            + (headers.Length > 0 ? headers + "\n" : "") + "Content-Length: 0\n\n";
        Assert.Equal(SipParseStatus.Ok, SipMessage.TryParse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), SipLimits.Default, out var message));
        return message!;
    }
}
