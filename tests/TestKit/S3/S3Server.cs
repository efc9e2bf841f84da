using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.S3;

/// <summary>
/// A service that speaks enough of S3 for one bucket, on a free port of 127.0.0.1, in memory: put, get with a range, head, delete, list (version 2), uploads in parts. Every request must be signed
/// (version 4), what is not gets S3's own errors. What S3 does and this does not is no part of what our store relies on.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    /// <summary>The bucket.</summary>
    public const string BucketName = "rtccluster";

    /// <summary>The one access key.</summary>
    public const string AccessKey = "test-key";

    /// <summary>Its secret.</summary>
    public const string SecretKey = "test-secret";

    private const int Page = 100;
    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly WebApplication _app;
    private readonly S3Signature _signature = new(AccessKey, SecretKey);
    private readonly S3Bucket _bucket = new();

    private S3Server(int port)
    {
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Endpoint).ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it is.</summary>
    public string Endpoint { get; }

    /// <summary>Uploads in parts that were neither finished nor given up.</summary>
    public int Unfinished => _bucket.Unfinished;

    /// <summary>While true it answers to every write that there is no room.</summary>
    public bool IsFull { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server(FreePorts.Take());
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var content = body.ToArray();
        var path = context.Request.Path.Value!.TrimStart('/').Split('/', 2);
        var key = path.Length > 1 ? path[1] : "";
        var (request, query) = (context.Request, context.Request.Query);
        await (_signature.Problem(request, content) is { } problem ? FailAsync(context, 403, problem)
            : path[0] != BucketName ? FailAsync(context, 404, "NoSuchBucket")
            : IsFull && (request.Method is "PUT" or "POST") ? FailAsync(context, 507, "XMinioStorageFull")
            : (request.Method, query.ContainsKey("uploadId"), query.ContainsKey("uploads")) switch
            {
                ("POST", _, true) => AnswerAsync(context, new XElement(Xml + "InitiateMultipartUploadResult", Of("Bucket", BucketName), Of("Key", key), Of("UploadId", _bucket.Begin()))),
                ("PUT", true, _) => TakeAsync(context, query["uploadId"]!, int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture), content),
                ("POST", true, _) => CompleteAsync(context, query["uploadId"]!, key),
                ("DELETE", true, _) => AbortAsync(context, query["uploadId"]!),
                ("GET", _, _) when key.Length == 0 => ListAsync(context, query["prefix"].ToString(), query["continuation-token"].ToString()),
                ("PUT", _, _) => StoredAsync(context, _bucket.Put(key, content)),
                ("GET" or "HEAD", _, _) => ReadAsync(context, key),
                ("DELETE", _, _) => DeleteAsync(context, key),
                _ => FailAsync(context, 405, "MethodNotAllowed"),
            });
    }

    private static Task StoredAsync(HttpContext context, S3Object stored)
    {
        context.Response.Headers.ETag = stored.ETag;
        return Task.CompletedTask;
    }

    private Task TakeAsync(HttpContext context, string upload, int number, byte[] content)
    {
        if (_bucket.Take(upload, number, content) is not { } tag)
        {
            return FailAsync(context, 404, "NoSuchUpload");
        }

        context.Response.Headers.ETag = tag;
        return Task.CompletedTask;
    }

    private Task CompleteAsync(HttpContext context, string upload, string key) => _bucket.Complete(upload, key) is { } whole
        ? AnswerAsync(context, new XElement(Xml + "CompleteMultipartUploadResult", Of("Bucket", BucketName), Of("Key", key), Of("ETag", whole.ETag)))
        : FailAsync(context, 404, "NoSuchUpload");

    private Task AbortAsync(HttpContext context, string upload)
    {
        _bucket.Abort(upload);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task DeleteAsync(HttpContext context, string key)
    {
        _bucket.Delete(key);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private async Task ReadAsync(HttpContext context, string key)
    {
        if (_bucket.Find(key) is not { } found)
        {
            await FailAsync(context, 404, "NoSuchKey");
            return;
        }

        var (from, until) = (0L, found.Content.Length - 1L);
        if (RangeHeaderValue.TryParse(context.Request.Headers.Range.ToString(), out var range) && range.Ranges.Single() is { From: { } first } asked)
        {
            if (first >= found.Content.Length)
            {
                await FailAsync(context, 416, "InvalidRange");
                return;
            }

            (from, until) = (first, Math.Min(asked.To ?? until, until));
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{until}/{found.Content.Length}");
        }

        context.Response.Headers.ETag = found.ETag;
        context.Response.Headers.LastModified = found.At.ToString("R", CultureInfo.InvariantCulture);
        context.Response.ContentLength = until - from + 1;
        if (context.Request.Method == "GET")
        {
            await context.Response.Body.WriteAsync(found.Content.AsMemory((int)from, (int)(until - from + 1)));
        }
    }

    private Task ListAsync(HttpContext context, string prefix, string after)
    {
        var found = _bucket.List(prefix, after);
        var page = found.Take(Page).ToList();
        var contents = page.Select(static item => new XElement(
            Xml + "Contents", Of("Key", item.Key), Of("LastModified", item.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)), Of("ETag", item.ETag), Of("Size", item.Content.Length)));
        return AnswerAsync(context, new XElement(
            Xml + "ListBucketResult",
            Of("Name", BucketName),
            Of("Prefix", prefix),
            Of("KeyCount", page.Count),
            Of("MaxKeys", Page),
            Of("IsTruncated", found.Count > page.Count),
            found.Count > page.Count ? Of("NextContinuationToken", page[^1].Key) : null,
            contents));
    }

    private static XElement Of(string name, object value) => new(Xml + name, value);

    private static Task AnswerAsync(HttpContext context, XElement answer)
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(answer.ToString());
    }

    private static Task FailAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return context.Request.Method == "HEAD" ? Task.CompletedTask : AnswerAsync(context, new XElement("Error", new XElement("Code", code), new XElement("Message", code)));
    }
}
