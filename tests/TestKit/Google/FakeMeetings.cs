using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RtcCluster.TestKit.Google;

/// <summary>Google Meet of an account (Meet API v2): spaces that were made.</summary>
public sealed class FakeMeetings
{
    private readonly ConcurrentQueue<Uri> _made = new();
    private int _number;

    /// <summary>Where the meetings are.</summary>
    public IReadOnlyCollection<Uri> Made => _made;

    internal FakeAnswer Create(string subject)
    {
        // Three words of letters, as Meet names them.
        var number = Interlocked.Increment(ref _number);
        var code = $"{Letters(subject.Sum(static letter => letter), 3)}-{Letters(number, 4)}-{Letters(number * 31, 3)}";
        var link = new Uri($"https://meet.google.com/{code}");
        _made.Enqueue(link);
        return FakeAnswer.Ok(new JsonObject
        {
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"spaces/{subject}-{number}"),
            ["meetingUri"] = link.AbsoluteUri,
            ["meetingCode"] = code,
            ["config"] = new JsonObject { ["accessType"] = "TRUSTED", ["entryPointAccess"] = "ALL" },
        });
    }

    private static string Letters(int number, int length)
    {
        var letters = new char[length];
        for (var i = length - 1; i >= 0; i--)
        {
            (letters[i], number) = ((char)('a' + (number % 26)), number / 26);
        }

        return new string(letters);
    }
}
