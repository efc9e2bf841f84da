using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Registrar;
using RtcCluster.Sip.Tests.Agent;
using Xunit;

namespace RtcCluster.Sip.Tests.Registrar;

public sealed class TrunkRegistrationTests
{
    private static readonly TrunkRegistrationOptions Options = new()
    {
        Registrar = "sip:127.0.0.2:5080", AddressOfRecord = "<sip:us@carrier.test>", ContactUser = "us", CallId = "reg1",
    };

    private readonly Desk _desk = new();
    private readonly TrunkRegistration _registration = new(Options, new SeededEntropy(3), 0);

    [Fact]
    public void RegistersAndRefreshesBeforeTheEnd()
    {
        var register = Send();
        Assert.StartsWith("REGISTER sip:127.0.0.2:5080 SIP/2.0\r\n", register, StringComparison.Ordinal);
        Assert.Equal(("<sip:us@127.0.0.1:5060>;expires=600", "600", "1 REGISTER"), (Desk.Header(register, "Contact"), Desk.Header(register, "Expires"), Desk.Header(register, "CSeq")));
        Answer(register, 200, "Contact: <sip:other@x>;expires=1, <sip:us@127.0.0.1:5060>;expires=300\nExpires: 9");
        Assert.Equal(TrunkRegistrationState.Registered, _registration.State);
        Assert.Equal(TimeSpan.FromSeconds(300).Ticks, _registration.ExpiresAt);
        Assert.Equal(TimeSpan.FromSeconds(262.5).Ticks, _registration.Deadline);
        _desk.Advance(TimeSpan.FromSeconds(262.5));
        _registration.Tick(_desk.Now);
        Assert.Equal(("2 REGISTER", "reg1"), (Send() is var refresh ? Desk.Header(refresh, "CSeq") : "", Desk.Header(refresh, "Call-ID")));
    }

    [Fact]
    public void Rfc3261_10_2_8_423_IsTriedAgainAtOnceWithTheLongerExpiry()
    {
        Answer(Send(), 423, "Min-Expires: 1800");
        Assert.Equal("1800", Desk.Header(Send(), "Expires"));
    }

    [Fact]
    public void Rfc5626_4_5_FailuresBackOff_AndSuccessForgetsThem()
    {
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            Answer(Send(), 503, "");
            Assert.Equal((TrunkRegistrationState.Failed, 503), (_registration.State, _registration.LastCode));
            var wait = TimeSpan.FromTicks(_registration.Deadline - _desk.Now);
            waits.Add(wait.TotalSeconds);
            _desk.Advance(wait);
            _registration.Tick(_desk.Now);
        }

        for (var i = 0; i < waits.Count; i++)
        {
            var longest = Math.Min(1800, 30 * Math.Pow(2, i));
            Assert.InRange(waits[i], longest / 2, longest);
        }

        Answer(Send(), 200, "");
        Assert.Equal(TrunkRegistrationState.Registered, _registration.State);
    }

    [Fact]
    public void RetryAfter_IsObeyed()
    {
        Answer(Send(), 503, "Retry-After: 120");
        Assert.Equal(TimeSpan.FromSeconds(120).Ticks, _registration.Deadline - _desk.Now);
    }

    [Fact]
    public void RefreshThatFails_KeepsTheRegistrationUntilItsEnd()
    {
        Answer(Send(), 200, "Expires: 100");
        _desk.Advance(TimeSpan.FromSeconds(65));
        _registration.Tick(_desk.Now);
        Answer(Send(), 500, "");
        Assert.Equal(TrunkRegistrationState.Registered, _registration.State);
        _desk.Advance(TimeSpan.FromSeconds(35));
        _registration.Tick(_desk.Now);
        Assert.Equal(TrunkRegistrationState.Failed, _registration.State);
    }

    [Fact]
    public void StopRemovesTheRegistration()
    {
        Answer(Send(), 200, "Expires: 100");
        _registration.Stop();
        var removal = Send();
        Assert.Equal(("0", "<sip:us@127.0.0.1:5060>;expires=0"), (Desk.Header(removal, "Expires"), Desk.Header(removal, "Contact")));
        Answer(removal, 200, "");
        Assert.Equal((TrunkRegistrationState.Stopped, long.MaxValue), (_registration.State, _registration.Deadline));
    }

    private string Send()
    {
        Assert.True(_registration.TryTake(out var request));
        _desk.Do((agent, now) => agent.Request(request!, now));
        return _desk.TakeSent();
    }

    private void Answer(string register, int code, string headers)
    {
        var text = $"SIP/2.0 {code} X\nVia: {Desk.Header(register, "Via")}\nFrom: {Desk.Header(register, "From")}\nTo: {Desk.Header(register, "To")};tag=r\nCall-ID: {Desk.Header(register, "Call-ID")}\nCSeq: {Desk.Header(register, "CSeq")}\n{headers}";
        _desk.Receive(text);
        _registration.Receive(_desk.Take<ResponseReceived>(), _desk.Now);
    }
}
