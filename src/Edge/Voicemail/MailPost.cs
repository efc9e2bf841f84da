using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Media;

namespace RtcCluster.Edge.Voicemail;

/// <summary>Gives an e-mail with a voicemail message to the mail server.</summary>
internal sealed class MailPost(IOptions<SmtpOptions> smtp, IOptions<WebOptions> web, RecordingVault vault, ILogger<MailPost> log)
{
    private readonly SmtpOptions _smtp = smtp.Value;

    /// <summary>Sends one.</summary>
    /// <param name="order">What to send.</param>
    /// <param name="ct">Ends it; then nobody knows what became of it.</param>
    /// <returns>What the server did.</returns>
    public async Task<MailOutcome> SendAsync(MailOrder order, CancellationToken ct)
    {
        if (!_smtp.IsSet)
        {
            return Failed(order, MailOutcome.Later, "No mail server is configured.");
        }

        if (!MailboxAddress.TryParse(order.To, out _))
        {
            return Failed(order, MailOutcome.Refused, "The owner's address is none.");
        }

        try
        {
            var letter = MailLetter.Write(order, MailboxAddress.Parse(_smtp.From), _smtp.WebUrl ?? web.Value.Url, await ReadAsync(order, ct));
            using var client = new SmtpClient();
            await client.ConnectAsync(_smtp.Host, _smtp.Port, Security(), ct);
            if (_smtp.User.Length > 0)
            {
                await client.AuthenticateAsync(_smtp.User, _smtp.Password, ct);
            }

            await client.SendAsync(letter, ct);
            await LeaveAsync(client, ct);
            return MailOutcome.Sent;
        }
        catch (SmtpCommandException e)
        {
            // RFC 5321, 4.2.1: what begins with 5 will be refused the next time too.
            return Failed(order, (int)e.StatusCode >= 500 ? MailOutcome.Refused : MailOutcome.Later, e.Message);
        }
        catch (Exception e) when (e is ProtocolException or AuthenticationException or SslHandshakeException or SocketException or IOException or NotSupportedException)
        {
            return Failed(order, MailOutcome.Later, e.Message);
        }
    }

    // The server has the letter: that it says no goodbye takes nothing back.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is ProtocolException or CommandException or SocketException or IOException or OperationCanceledException)
        {
            // Nothing hangs on it.
        }
    }

    private SecureSocketOptions Security() => _smtp.Security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private async Task<MimePart?> ReadAsync(MailOrder order, CancellationToken ct)
    {
        if (!order.Attach || await StoredRecording.OpenAsync(vault, order.BlobPrefix, ct) is not { } stored)
        {
            return null;
        }

        // One leg with one codec: a message is one segment.
        await using var audio = await stored.OpenAsync(stored.Segments[0], ct);
        if (audio.Length > _smtp.MaxAttachmentBytes)
        {
            return null;
        }

        using var bytes = new MemoryStream((int)audio.Length);
        await audio.CopyToAsync(bytes, ct);
        return MailLetter.Sound(order, audio.File.ContentType, audio.File.Extension, bytes.ToArray());
    }

    private MailOutcome Failed(MailOrder order, MailOutcome outcome, string why)
    {
        MailLog.Failed(log, Pii.Key(order.Owner), outcome, Pii.Text(why));
        return outcome;
    }
}

/// <summary>Messages of e-mails.</summary>
internal static partial class MailLog
{
    [LoggerMessage(2811, LogLevel.Warning, "Voicemail of {User}: its e-mail was not sent ({Outcome}): {Why}")]
    public static partial void Failed(ILogger logger, Pii<Contracts.Ids.UserId> user, MailOutcome outcome, Pii<string> why);
}
