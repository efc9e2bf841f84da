using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Media.Calls;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Mail;
using RtcCluster.TestKit.Network;
using Xunit;

namespace RtcCluster.Edge.Tests.Voicemail;

/// <summary>E-mails with voicemail messages, through a real mail server and a real recording.</summary>
public sealed class MailPostTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = TempFolder.Create("mail");
    private readonly TestVault _storage;

    public MailPostTests() => _storage = new TestVault(_folder.At("data"));

    [Fact]
    public async Task TheLetter_HasTheText_TheSound_AndTheSameIdEachTime()
    {
        await using var server = await MailServer.StartAsync();
        var post = Post(server.Port);
        await RecordAsync();

        Assert.Equal(MailOutcome.Sent, await post.SendAsync(Order(), TestContext.Current.CancellationToken));
        Assert.Equal(MailOutcome.Sent, await post.SendAsync(Order() with { Language = "en", FromName = "", FromNumber = "" }, TestContext.Current.CancellationToken));

        Assert.Equal(2, server.Letters.Count);
        var (spanish, english) = (server.Letters.First(), server.Letters.Last());
        Assert.Equal(("Mensaje de voz de Peña (1002)", "\"Voicemail\" <voicemail@rtc.test>", "agent1@demo.test"), (spanish.Subject, spanish.From.ToString(), spanish.To.ToString()));
        // 14:05 UTC is 09:05 in Bogotá.
        Assert.Contains("mensaje de voz de 5 segundos el 2026-11-24 09:05", spanish.TextBody, StringComparison.Ordinal);
        Assert.Equal("Voicemail from an unknown number", english.Subject);
        Assert.Equal("auto-generated", english.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(("demo.m1@rtc.test", "demo.m1@rtc.test"), (spanish.MessageId, english.MessageId));
        var part = (MimePart)Assert.Single(spanish.Attachments);
        using var bytes = new MemoryStream();
        await part.Content!.DecodeToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(("m1.wav", TimeSpan.FromSeconds(5)), (part.FileName, WavFile.Read(bytes.ToArray()).Duration));
    }

    [Fact]
    public async Task SoundThatIsTooLarge_OrNotWanted_IsALinkInstead()
    {
        await using var server = await MailServer.StartAsync();
        await RecordAsync();

        Assert.Equal(MailOutcome.Sent, await Post(server.Port, maxBytes: 1_000).SendAsync(Order(), TestContext.Current.CancellationToken));
        Assert.Equal(MailOutcome.Sent, await Post(server.Port).SendAsync(Order() with { Attach = false }, TestContext.Current.CancellationToken));

        Assert.Equal(2, server.Letters.Count);
        Assert.All(server.Letters, letter =>
        {
            Assert.Empty(letter.Attachments);
            Assert.Contains("Puede oírlo aquí: https://pbx.example.com/", letter.TextBody, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Rfc5321_4_2_1_ARecipientWhoIsRefused_IsRefusedForGood_AndAServerThatIsAway_IsAskedLater()
    {
        var port = FreePorts.Take();
        var post = Post(port);
        Assert.Equal(MailOutcome.Later, await post.SendAsync(Order(), TestContext.Current.CancellationToken));

        await using var server = await MailServer.StartAsync(port, to => to == "agent1@demo.test");
        Assert.Equal(MailOutcome.Sent, await post.SendAsync(Order(), TestContext.Current.CancellationToken));
        Assert.Equal(MailOutcome.Refused, await post.SendAsync(Order() with { To = "nobody@demo.test" }, TestContext.Current.CancellationToken));
        Assert.Equal(MailOutcome.Refused, await post.SendAsync(Order() with { To = "no address" }, TestContext.Current.CancellationToken));
        Assert.Single(server.Letters);
    }

    [Fact]
    public async Task AServerWithoutTls_IsToldNothing_WhereTlsIsWanted()
    {
        await using var server = await MailServer.StartAsync();

        Assert.Equal(MailOutcome.Later, await Post(server.Port, SmtpSecurity.StartTls).SendAsync(Order(), TestContext.Current.CancellationToken));
        Assert.Empty(server.Letters);
    }

    [Fact]
    public async Task WithoutAMailServer_NothingIsTried() =>
        Assert.Equal(MailOutcome.Later, await Post(0, host: "").SendAsync(Order(), TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    private static MailOrder Order() => new(
        new UserId(new TenantId("demo"), "agent1"), "demo/m1", "agent1@demo.test", "es-CO", "America/Bogota", "1002", "Peña", new DateTimeOffset(2026, 11, 24, 14, 5, 0, TimeSpan.Zero), 5_000, "voicemail/demo/m1/", true);

    private MailPost Post(int port, SmtpSecurity security = SmtpSecurity.None, string host = "127.0.0.1", int maxBytes = 10_000_000) => new(
        Options.Create(new SmtpOptions
        {
            Host = host, Port = port, Security = security, From = "Voicemail <voicemail@rtc.test>", WebUrl = new Uri("https://pbx.example.com/"), MaxAttachmentBytes = maxBytes,
        }),
        Options.Create(new WebOptions()),
        _storage.Over(),
        NullLogger<MailPost>.Instance);

    /// <summary>Five seconds of a real recorder.</summary>
    private async Task RecordAsync()
    {
        await using var spooler = new RecordingSpooler(_storage.Over(), new SpoolerSettings { DataPath = _folder.Path }, TestMeters.Metrics(), NullLogger<RecordingSpooler>.Instance);
        spooler.Start();
        var upload = new RecordingUpload(new CallId("demo/m"), new RecordingId("demo/m1"), "voicemail/demo/m1/", 0, DateTimeOffset.UnixEpoch, _ => { });
        var media = new CallMedia(CallMediaOptions.Default, 1, 0);
        media.StartRecording("demo/m1", LegSlot.None, LegSlot.None, 0);
        for (var now = 0L; now <= TimeSpan.FromSeconds(5).Ticks; now += TimeSpan.FromMilliseconds(20).Ticks)
        {
            media.Tick(now);
            Drain();
        }

        media.StopRecording(TimeSpan.FromSeconds(5).Ticks);
        Drain();
        await spooler.CloseAsync(upload, Patience);

        void Drain()
        {
            while (media.TryTake(out var effect))
            {
                spooler.Take(upload, effect.Chunk!);
            }
        }
    }
}
