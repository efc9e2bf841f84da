using System.Text;

namespace RtcCluster.Edge.Http;

/// <summary>A file that is the body of a request.</summary>
internal static class UploadedFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body; null when it is larger, whether or not it says so before. No more than that is held.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="most">Bytes of the largest one.</param>
    /// <param name="ct">Ends the wait for it.</param>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken ct)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[32_768];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Its text; null when it is not in UTF-8.</summary>
    public static string? Text(byte[] body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
