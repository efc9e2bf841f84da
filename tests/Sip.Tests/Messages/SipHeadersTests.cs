using System.Text;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

public sealed class SipHeadersTests
{
    public static TheoryData<SipHeader> Known => [.. Enum.GetValues<SipHeader>().Where(h => h != SipHeader.Unknown)];

    [Theory]
    [MemberData(nameof(Known))]
    public void EveryHeader_IsReadByItsOwnName_InAnyCase(SipHeader header)
    {
        var name = Wire.Text(SipHeaders.NameOf(header));

        Assert.NotEmpty(name);
        Assert.Equal(header, SipHeaders.Read(Encoding.ASCII.GetBytes(name)));
        Assert.Equal(header, SipHeaders.Read(Encoding.ASCII.GetBytes(name.ToLowerInvariant())));
        Assert.Equal(header, SipHeaders.Read(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
        Assert.Equal(SipHeader.Unknown, SipHeaders.Read(Encoding.ASCII.GetBytes(name + "x")));
        Assert.Equal(SipHeader.Unknown, SipHeaders.Read(Encoding.ASCII.GetBytes(name[..^1] + "\0")));
    }

    [Theory]
    [InlineData("a", SipHeader.AcceptContact)]
    [InlineData("b", SipHeader.ReferredBy)]
    [InlineData("c", SipHeader.ContentType)]
    [InlineData("d", SipHeader.RequestDisposition)]
    [InlineData("e", SipHeader.ContentEncoding)]
    [InlineData("f", SipHeader.From)]
    [InlineData("i", SipHeader.CallId)]
    [InlineData("j", SipHeader.RejectContact)]
    [InlineData("k", SipHeader.Supported)]
    [InlineData("l", SipHeader.ContentLength)]
    [InlineData("m", SipHeader.Contact)]
    [InlineData("o", SipHeader.Event)]
    [InlineData("r", SipHeader.ReferTo)]
    [InlineData("s", SipHeader.Subject)]
    [InlineData("t", SipHeader.To)]
    [InlineData("u", SipHeader.AllowEvents)]
    [InlineData("v", SipHeader.Via)]
    [InlineData("x", SipHeader.SessionExpires)]
    [InlineData("y", SipHeader.Identity)]
    [InlineData("z", SipHeader.Unknown)]
    [InlineData("-", SipHeader.Unknown)]
    [InlineData("", SipHeader.Unknown)]
    public void CompactForms_AreThoseRegisteredAtIana(string name, SipHeader header)
    {
        Assert.Equal(header, SipHeaders.Read(Encoding.ASCII.GetBytes(name)));
        Assert.Equal(header, SipHeaders.Read(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
    }

    [Theory]
    [InlineData(SipHeader.Authorization)]
    [InlineData(SipHeader.WwwAuthenticate)]
    [InlineData(SipHeader.ProxyAuthenticate)]
    [InlineData(SipHeader.ProxyAuthorization)]
    [InlineData(SipHeader.AuthenticationInfo)]
    [InlineData(SipHeader.Date)]
    [InlineData(SipHeader.Subject)]
    [InlineData(SipHeader.Server)]
    [InlineData(SipHeader.UserAgent)]
    [InlineData(SipHeader.Unknown)]
    public void HeadersWithoutListGrammar_AreNotSplit(SipHeader header) => Assert.False(SipHeaders.IsList(header));

    [Theory]
    [InlineData(SipMethod.Invite)]
    [InlineData(SipMethod.Ack)]
    [InlineData(SipMethod.Bye)]
    [InlineData(SipMethod.Cancel)]
    [InlineData(SipMethod.Options)]
    [InlineData(SipMethod.Register)]
    [InlineData(SipMethod.Prack)]
    [InlineData(SipMethod.Update)]
    [InlineData(SipMethod.Info)]
    [InlineData(SipMethod.Refer)]
    [InlineData(SipMethod.Notify)]
    [InlineData(SipMethod.Subscribe)]
    [InlineData(SipMethod.Message)]
    [InlineData(SipMethod.Publish)]
    public void Rfc3261_7_1_MethodsAreCaseSensitive(SipMethod method)
    {
        var name = Wire.Text(SipMethods.NameOf(method));

        Assert.Equal(method.ToString().ToUpperInvariant(), name);
        Assert.Equal(method, SipMethods.Read(Encoding.ASCII.GetBytes(name)));
        Assert.Equal(SipMethod.Unknown, SipMethods.Read(Encoding.ASCII.GetBytes(name.ToLowerInvariant())));
    }
}
