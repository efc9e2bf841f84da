using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class TextTests
{
    [Fact]
    public void NamesOfCallsSortByTime_AndTokensCanBeTakenApart()
    {
        var earlier = CallNames.New(DateTimeOffset.UnixEpoch.AddYears(50));
        var later = CallNames.New(DateTimeOffset.UnixEpoch.AddYears(50).AddMilliseconds(1));

        Assert.True(string.CompareOrdinal(earlier, later) < 0);
        Assert.True(CallNames.TryReadToken(CallNames.TokenOf(new CallId($"demo/{earlier}"), new LegId(12)), out var name, out var leg));
        Assert.Equal((earlier, 12), (name, leg.Number));
        Assert.All(["", "u1", "abc", "abcu0", "abcu99999", "abcux"], token => Assert.False(CallNames.TryReadToken(token, out _, out _)));
    }

    [Theory]
    [InlineData("1001", "Ann", "\"Ann\" <sip:1001@h>")]
    [InlineData("1001", "A\"n\\n\r\nX: y", "\"A\\\"n\\\\n  X: y\" <sip:1001@h>")]
    [InlineData("a b@c\r\n", null, "<sip:a%20b%40c%0D%0A@h>")]
    [InlineData("", null, "<sip:anonymous@h>")]
    public void PartiesAreWrittenWithoutAWayOutOfTheirQuotes(string number, string? name, string text) =>
        Assert.Equal(text, PartyText.AddressOf(number, name, "h"));

    [Theory]
    [InlineData("sip:+57-601.555(0100)@h", "+576015550100")]
    [InlineData("sip:1001;phone-context=x@h", "1001")]
    [InlineData("sip:%2B57601@h;user=phone", "+57601")]
    [InlineData("sip:*97@h", "*97")]
    [InlineData("sip:auth.users@h", "auth.users")]
    [InlineData("sip:h", "")]
    public void DialledNumbersLoseTheirSeparators(string uri, string number)
    {
        Assert.True(SipUri.TryParse(Encoding.UTF8.GetBytes(uri), out var parsed));
        Assert.Equal(number, Numbers.Dialled(parsed));
    }

    [Theory]
    [InlineData(EndKind.AnsweredElsewhere, "SIP ;cause=200 ;text=\"Call completed elsewhere\"")]
    [InlineData(EndKind.Shutdown, "SIP ;cause=503 ;text=\"Shutdown\"")]
    [InlineData(EndKind.Hangup, "Q.850 ;cause=16 ;text=\"Normal call clearing\"")]
    public void EndsHaveTheirReason_Rfc3326(EndKind kind, string reason) => Assert.Equal(reason, LegEnds.ReasonOf(new EndCause(kind)));

    [Fact]
    public void TheTextOfAReasonCannotEndItsQuotes() =>
        Assert.Equal("Q.850 ;cause=21 ;text=\"a'b c\"", LegEnds.ReasonOf(new EndCause(EndKind.Failed, null, 21, "a\"b\nc\\")));
}
