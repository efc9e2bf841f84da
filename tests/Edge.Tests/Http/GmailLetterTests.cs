using System.Buffers.Text;
using System.Text;
using MimeKit;
using RtcCluster.Edge.Http.Google;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>Letters that users send by Gmail: whatever was typed, they go to one address and have no header more.</summary>
public sealed class GmailLetterTests
{
    private static readonly string[] Headers = ["From", "Date", "Subject", "Message-Id", "To", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

    [Theory]
    [InlineData("bob@example.com")]
    [InlineData("  bob.o'neil+calls@sub.example.com ")]
    public void OneAddressIsTaken_AsItIs(string typed) => Assert.Equal(typed.Trim(), GmailLetter.AddressOf(typed));

    [Theory]
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("bob@")]
    [InlineData("@example.com")]
    [InlineData("bob@example.com, eve@example.com")]
    [InlineData("bob@example.com;eve@example.com")]
    [InlineData("Bob <bob@example.com>")]
    [InlineData("friends: bob@example.com;")]
    [InlineData("bob@example.com\r\nBcc: eve@example.com")]
    [InlineData("bob@example.com\nBcc: eve@example.com")]
    [InlineData("bob@example.com\r\n\r\nAnother text")]
    [InlineData("bob\u0000@example.com")]
    [InlineData("bob@example.com (eve)")]
    [InlineData("\"bob\r\n\"@example.com")]
    [InlineData("josé@example.com")]
    [InlineData("bob@exa mple.com")]
    [InlineData("bob@example.com\u2028Bcc: eve@example.com")]
    public void WhatIsNotOneAddress_IsNone(string typed) => Assert.Null(GmailLetter.AddressOf(typed));

    [Fact]
    public void AnAddressThatIsTooLong_IsNone() => Assert.Null(GmailLetter.AddressOf($"{new string('a', 250)}@example.com"));

    [Theory]
    [InlineData("es", "Una grabación para usted", "Puede oírla aquí")]
    [InlineData("en", "A recording for you", "Listen to it here")]
    public void TheLetterSaysWhereItIsHeard_InTheLanguageAsked(string language, string subject, string text)
    {
        var letter = Read(Shared("Hola, José", language));

        Assert.Equal(("ana@example.com", "bob@example.com", subject), (letter.From.ToString(), letter.To.ToString(), letter.Subject));
        Assert.StartsWith("Hola, José\n\n", Text(letter), StringComparison.Ordinal);
        Assert.Contains($"{text}: https://phone.example.com/#/shared/s3cret\n", Text(letter), StringComparison.Ordinal);
        Assert.Contains("2026-12-01 10:30 UTC", Text(letter), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("es", "Un mensaje de voz para usted", "Puede oírlo aquí")]
    [InlineData("en", "A voice message for you", "Listen to it here")]
    public void AMessageIsCalledOne(string language, string subject, string text)
    {
        var letter = Read(Shared("", language) with { IsMessage = true });

        Assert.Equal(subject, letter.Subject);
        Assert.StartsWith($"{text}: https://phone.example.com/#/shared/s3cret\n", Text(letter), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\nBcc: eve@example.com\r\n")]
    [InlineData("Bcc: eve@example.com")]
    [InlineData("\n.\nMAIL FROM:<eve@example.com>")]
    [InlineData("--boundary\r\nContent-Type: text/html\r\n\r\n<script>")]
    [InlineData("=?utf-8?q?x?=\r\nTo: eve@example.com")]
    public void WhatIsWrittenAbove_StaysInTheText(string note)
    {
        var letter = Read(Shared(note, "en"));

        Assert.Equal("bob@example.com", letter.To.ToString());
        Assert.Equal((0, 0), (letter.Bcc.Count, letter.Cc.Count));
        Assert.Empty(letter.Headers.Concat(letter.Body!.Headers).Select(static header => header.Field).Except(Headers, StringComparer.OrdinalIgnoreCase));
        Assert.IsType<TextPart>(letter.Body);
        Assert.StartsWith(note.ReplaceLineEndings("\n"), Text(letter), StringComparison.Ordinal);
    }

    private static GmailLetter.Shared Shared(string note, string language) => new(
        "ana@example.com", "bob@example.com", new Uri("https://phone.example.com/#/shared/s3cret"), new DateTimeOffset(2026, 12, 1, 5, 30, 0, TimeSpan.FromHours(-5)), HasPassword: false, note, language);

    private static string Text(MimeMessage letter) => (letter.TextBody ?? "").ReplaceLineEndings("\n");

    private static MimeMessage Read(GmailLetter.Shared what)
    {
        using var bytes = new MemoryStream(Base64Url.DecodeFromChars(GmailLetter.Write(what)));
        Assert.All(Encoding.Latin1.GetString(bytes.ToArray()), static letter => Assert.True(letter < 128));
        return MimeMessage.Load(bytes, TestContext.Current.CancellationToken);
    }
}
