using System.Buffers.Text;
using System.Globalization;
using MimeKit;

namespace RtcCluster.Edge.Http.Google;

/// <summary>Writes letters that users send by Gmail (RFC 5322, RFC 2047). What people typed stands in the text and nowhere else, but for one address that was read as such.</summary>
internal static class GmailLetter
{
    // RFC 5321 section 4.5.3.1.3, without the brackets.
    private const int LongestAddress = 254;

    /// <summary>A recording, or a voicemail message, that somebody may hear.</summary>
    /// <param name="From">The account's own address.</param>
    /// <param name="To">Whom it goes to.</param>
    /// <param name="Link">Where it is heard.</param>
    /// <param name="Until">Until when.</param>
    /// <param name="HasPassword">Whether a password is asked for.</param>
    /// <param name="Note">What the user writes above it.</param>
    /// <param name="Language"><c>en</c> or <c>es</c>.</param>
    /// <param name="IsMessage">Whether it is a voicemail message.</param>
    internal sealed record Shared(string From, string To, Uri Link, DateTimeOffset Until, bool HasPassword, string Note, string Language, bool IsMessage = false);

    /// <summary>The address alone that somebody typed, of plain letters (RFC 5322 section 3.4.1); null when it is none, more than one, or has anything else in it.</summary>
    public static string? AddressOf(string typed)
    {
        var text = typed.Trim();
        return text.Length <= LongestAddress && !text.Any(static letter => letter is <= ' ' or > '~' or '<' or '>' or ',' or ';' or '"' or '(' or ')' or '\\')
            && MailboxAddress.TryParse(text, out var read) && read.Address == text && text.IndexOf('@', StringComparison.Ordinal) > 0 && !text.EndsWith('@')
            ? text
            : null;
    }

    /// <summary>The letter, in base64url (RFC 4648 section 5).</summary>
    public static string Write(Shared what)
    {
        var isEnglish = what.Language == "en";
        using var letter = new MimeMessage();
        letter.From.Add(new MailboxAddress("", what.From));
        letter.To.Add(new MailboxAddress("", what.To));
        letter.Subject = (what.IsMessage, isEnglish) switch
        {
            (false, true) => "A recording for you",
            (false, false) => "Una grabación para usted",
            (true, true) => "A voice message for you",
            (true, false) => "Un mensaje de voz para usted",
        };
        var until = what.Until.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var password = !what.HasPassword ? "" : isEnglish ? "\n\nYou get the password in another way." : "\n\nRecibirá la contraseña por otro medio.";
        letter.Body = new TextPart("plain")
        {
            Text = $"{(what.Note.Length > 0 ? what.Note.ReplaceLineEndings("\n") + "\n\n" : "")}{(isEnglish ? "Listen to it here" : what.IsMessage ? "Puede oírlo aquí" : "Puede oírla aquí")}: {what.Link}\n{(isEnglish ? "It can be opened until" : "Se puede abrir hasta")} {until}.{password}\n",
        };
        // Whatever is on the way takes it so.
        letter.Prepare(EncodingConstraint.SevenBit);
        using var bytes = new MemoryStream();
        letter.WriteTo(bytes);
        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
