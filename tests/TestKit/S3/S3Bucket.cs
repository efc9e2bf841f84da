using System.Collections.Concurrent;

namespace RtcCluster.TestKit.S3;

/// <summary>What is in the one bucket, and the uploads in parts that are not finished.</summary>
internal sealed class S3Bucket
{
    private readonly ConcurrentDictionary<string, S3Object> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new(StringComparer.Ordinal);

    /// <summary>Uploads that were begun and neither finished nor given up.</summary>
    public int Unfinished => _uploads.Count;

    /// <summary>An object; null when there is none.</summary>
    public S3Object? Find(string key) => _objects.GetValueOrDefault(key);

    /// <summary>Stores an object, in the place of one that was there.</summary>
    public S3Object Put(string key, byte[] content) => _objects[key] = new S3Object(key, content, Tag(), DateTimeOffset.UtcNow);

    /// <summary>Takes an object away.</summary>
    public void Delete(string key) => _objects.TryRemove(key, out _);

    /// <summary>The objects whose keys begin so and come after another one, in order.</summary>
    public IReadOnlyList<S3Object> List(string prefix, string after) =>
        [.. _objects.Values.Where(found => found.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(found.Key, after) > 0).OrderBy(static found => found.Key, StringComparer.Ordinal)];

    /// <summary>Begins an upload in parts; its id.</summary>
    public string Begin()
    {
        var upload = Guid.NewGuid().ToString("N");
        _uploads[upload] = new();
        return upload;
    }

    /// <summary>Takes a part; its tag, or null when there is no such upload.</summary>
    public string? Take(string upload, int number, byte[] content)
    {
        if (!_uploads.TryGetValue(upload, out var parts))
        {
            return null;
        }

        parts[number] = content;
        return Tag();
    }

    /// <summary>Puts the parts together; null when there is no such upload.</summary>
    public S3Object? Complete(string upload, string key) =>
        _uploads.TryRemove(upload, out var parts) ? Put(key, [.. parts.OrderBy(static part => part.Key).SelectMany(static part => part.Value)]) : null;

    /// <summary>Gives an upload up.</summary>
    public void Abort(string upload) => _uploads.TryRemove(upload, out _);

    // None that a client could take for an MD5 of the content: that of an object in parts is none either.
    private static string Tag() => $"\"tag-{Guid.NewGuid():N}\"";
}

/// <summary>An object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="ETag">Its tag.</param>
/// <param name="At">When it was stored.</param>
internal sealed record S3Object(string Key, byte[] Content, string ETag, DateTimeOffset At);
