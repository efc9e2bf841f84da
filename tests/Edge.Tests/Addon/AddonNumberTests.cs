using RtcCluster.Edge.Http.Addon;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>What people type into a card's field.</summary>
public sealed class AddonNumberTests
{
    [Theory]
    [InlineData("+576015550142")]
    [InlineData("+57 601 555 0142")]
    [InlineData("+57-601-555-0142")]
    [InlineData("+57.601.555.0142")]
    [InlineData("+57 (601) 555 01 42")]
    [InlineData("+57 (601) 5550142")]
    [InlineData("005 57 601 555 0142")]
    [InlineData("6015550142")]
    [InlineData("601 555 0142")]
    [InlineData("(601) 555-0142")]
    [InlineData("601-555-0142")]
    [InlineData("601.555.0142")]
    [InlineData("601/555/0142")]
    [InlineData(" 601  555  0142 ")]
    [InlineData("tel:+57-601-555-0142")]
    [InlineData("TEL:+576015550142")]
    [InlineData("+57\u00A0601\u00A0555\u00A00142")]
    [InlineData("＋５７６０１５５５０１４２")]
    [InlineData("Tel. (601) 555 0142")]
    [InlineData("Ana: +57 601 555 0142")]
    public void ANumberInAnyFormat_IsTheSameNumber(string text) => Assert.Equal("+576015550142", AddonNumbers.Dialable(text, "CO"));

    [Theory]
    [InlineData("1002", "1002")]
    [InlineData("*97", "*97")]
    [InlineData(" 10-02 ", "1002")]
    public void AnExtension_IsDialledAsItIs(string text, string number) => Assert.Equal(number, AddonNumbers.Dialable(text, "CO"));

    [Theory]
    [InlineData("")]
    [InlineData("Ana")]
    [InlineData("1002@demo.test")]
    [InlineData("sip:1002@evil.example")]
    [InlineData("+57 601 555 0142 and +57 601 555 0143")]
    [InlineData("2026-11-28 and more of it that is no number at all")]
    public void WhatIsNoNumber_IsNotDialled(string text) => Assert.Null(AddonNumbers.Dialable(text, "CO"));
}
