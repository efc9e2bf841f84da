using System.Globalization;
using MimeKit;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;

namespace RtcCluster.Edge.Voicemail;

/// <summary>Writes the e-mail that tells of a voicemail message, in the language of its box.</summary>
internal static class MailLetter
{
    /// <summary>The letter.</summary>
    /// <param name="order">What to tell.</param>
    /// <param name="from">The sender.</param>
    /// <param name="web">Where the web app is.</param>
    /// <param name="sound">The message's sound; null when it goes without.</param>
    public static MimeMessage Write(MailOrder order, MailboxAddress from, Uri web, MimePart? sound)
    {
        var english = order.Language == "en";
        var who = Who(order, english);
        var letter = new MimeMessage
        {
            Subject = english ? $"Voicemail from {who}" : $"Mensaje de voz de {who}",
            // The same at each attempt: whoever has got the first knows the second for the same.
            MessageId = $"{order.Message.Replace('/', '.')}@{from.Domain}",
        };
        letter.From.Add(from);
        letter.To.Add(MailboxAddress.Parse(order.To));
        // RFC 3834: nobody's absence is to be told to a machine.
        letter.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var text = new TextPart("plain") { Text = Text(order, english, who, web, sound is not null) };
        letter.Body = sound is null ? text : new Multipart("mixed") { text, sound };
        return letter;
    }

    /// <summary>A sound as part of a letter.</summary>
    /// <param name="order">Whose message.</param>
    /// <param name="contentType">What it is.</param>
    /// <param name="extension">How its name ends.</param>
    /// <param name="bytes">The sound.</param>
    public static MimePart Sound(MailOrder order, string contentType, string extension, byte[] bytes) => new(ContentType.Parse(contentType))
    {
        Content = new MimeContent(new MemoryStream(bytes)),
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        ContentTransferEncoding = ContentEncoding.Base64,
        FileName = $"{new RecordingId(order.Message).Name}.{extension}",
    };

    private static string Who(MailOrder order, bool english) => (order.FromName, order.FromNumber) switch
    {
        ("", "") => english ? "an unknown number" : "un número desconocido",
        ("", var number) => number,
        (var name, "") => name,
        var (name, number) => $"{name} ({number})",
    };

    private static string Text(MailOrder order, bool english, string who, Uri web, bool attached)
    {
        var at = TimeZoneInfo.TryFindSystemTimeZoneById(order.TimeZone, out var zone) ? TimeZoneInfo.ConvertTime(order.At, zone) : order.At;
        var day = at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var seconds = (order.DurationMilliseconds + 500) / 1_000;
        // Of one whose sound has not come yet nobody knows how long it is.
        var length = seconds == 0 ? "" : english ? $" of {seconds} seconds" : $" de {seconds} segundos";
        return english
            ? $"{who} left you a voice message{length} on {day}.\n\n{(attached ? "The message is attached. It is also here" : "You can hear it here")}: {web}\n"
            : $"{who} le dejó un mensaje de voz{length} el {day}.\n\n{(attached ? "El mensaje va adjunto. También está aquí" : "Puede oírlo aquí")}: {web}\n";
    }
}
