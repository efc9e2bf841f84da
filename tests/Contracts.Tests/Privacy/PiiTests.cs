using System.Net;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using Xunit;

namespace RtcCluster.Contracts.Tests.Privacy;

public sealed class PiiTests
{
    [Theory]
    [InlineData("+573001234567", "…67")]
    [InlineData("1001", "…01")]
    [InlineData("911", "…")]
    [InlineData("97", "…")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void NumberShowsItsLastTwoDigits(string? number, string masked) => Assert.Equal(masked, Pii.Number(number).ToString());

    [Theory]
    [InlineData("Jane Roe", "J…")]
    [InlineData("\"quoted\"", "…")]
    public void NameShowsItsInitial(string name, string masked) => Assert.Equal(masked, Pii.Name(name).ToString());

    [Theory]
    [InlineData("jane@example.org", "j…@…")]
    [InlineData("sip:1001@10.1.2.3:5060;transport=tcp", "sip:…")]
    [InlineData("tel:+573001234567", "tel:…")]
    [InlineData("10.1.2.3:5060", "10.1.…")]
    [InlineData("10.1.2.3", "10.1.…")]
    [InlineData("[2001:db8::7]:5060", "…")]
    [InlineData("phone.example.org", "…")]
    public void AddressShowsItsKind(string address, string masked) => Assert.Equal(masked, Pii.Address(address).ToString());

    [Fact]
    public void EndPointOfAPhoneShowsItsNetwork() => Assert.Equal("10.1.…", Pii.Address(new IPEndPoint(IPAddress.Parse("10.1.2.3"), 5060)).ToString());

    [Fact]
    public void KeyShowsItsTenant()
    {
        Assert.Equal("demo/…67", Pii.Key(new LineId("demo/+573001234567")).ToString());
        Assert.Equal("demo/a…", Pii.Key(new UserId("demo/agent1")).ToString());
        Assert.Equal("", Pii.Key(default(UserId)).ToString());
        Assert.Equal("…", Pii.Key(new UserId("no slash")).ToString());
    }

    [Fact]
    public void SecretShowsNothing() => Assert.Equal("***", Pii.Secret("demo").ToString());

    [Theory]
    [InlineData("sip:1001@10.0.0.9 said no", "sip:… said no")]
    [InlineData("<sip:+573001234567@carrier.example;user=phone> is away", "<sip:…> is away")]
    [InlineData("mail jane.roe@example.org now", "mail j…@… now")]
    [InlineData("call +573001234567.", "call …67.")]
    [InlineData("GET /api/v1/call-log?number=%2B573001234567&x=1", "GET /api/v1/call-log?number=…67&x=1")]
    [InlineData("number 3001234567 is busy", "number …67 is busy")]
    [InlineData("for [S127.0.0.1:11111:153431 line/demo/+573001234567@9f3a0c11]", "for [S127.0.0.1:11111:153431 line/demo/…67@9f3a0c11]")]
    [InlineData("Response of user/demo/agent1 did not arrive", "Response of user/demo/a… did not arrive")]
    [InlineData("Authorization: Bearer CfDJ8abcdefgh.ijk", "Authorization: Bearer ***")]
    [InlineData("Authorization: Digest username=\"1001\", response=\"6629fae49393a05397450978507c4ef1\"", "Authorization: Digest ***")]
    public void TextOfOthersIsMasked(string text, string masked) => Assert.Equal(masked, Pii.Text(text).ToString());

    [Theory]
    [InlineData("Edge edge-1 is up as 127.0.0.1:11111@153431455.")]
    [InlineData("Silo S10.0.0.1:11111:153431455 is dead after 00:00:02.1234567")]
    [InlineData("Call demo/0193e2a4c5d67890a1b2c3d4e5f60718 was taken over with epoch 12.")]
    [InlineData("Recording demo/0193e2a4-c5d6-7890-a1b2-1234567890ab lost its edge; 123456 chunks are in the blob store.")]
    [InlineData("SIP is listened for on Udp 127.0.0.1:5060.")]
    [InlineData("Cluster:SiloPort = '0': must be from 1 to 65535")]
    public void WhatOperatorsNeedStays(string text) => Assert.Same(text, PersonalText.Mask(text));
}
