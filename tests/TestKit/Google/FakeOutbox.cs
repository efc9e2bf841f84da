using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using MimeKit;

namespace RtcCluster.TestKit.Google;

/// <summary>What an account sent by Gmail (Gmail API v1, messages.send): letters as the API takes them, and nothing else.</summary>
public sealed class FakeOutbox
{
    private readonly ConcurrentQueue<MimeMessage> _sent = new();

    /// <summary>The letters.</summary>
    public IReadOnlyCollection<MimeMessage> Sent => _sent;

    internal FakeAnswer Send(string email, JsonObject? body)
    {
        if (body?["raw"]?.ToString() is not { } raw || !Base64Url.IsValid(raw))
        {
            return FakeAnswer.Error(400, "INVALID_ARGUMENT", "invalidArgument");
        }

        using var bytes = new MemoryStream(Base64Url.DecodeFromChars(raw));
        var letter = MimeMessage.Load(bytes);
        if (letter.To.Count == 0)
        {
            return FakeAnswer.Error(400, "INVALID_ARGUMENT", "invalidArgument");
        }

        // Gmail writes the account's own address, whatever the letter says.
        letter.From.Clear();
        letter.From.Add(new MailboxAddress("", email));
        _sent.Enqueue(letter);
        var id = string.Create(CultureInfo.InvariantCulture, $"{_sent.Count:x16}");
        return FakeAnswer.Ok(new JsonObject { ["id"] = id, ["threadId"] = id, ["labelIds"] = new JsonArray("SENT") });
    }
}
