using System.Security.Cryptography;
using Microsoft.OpenApi;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Media.Wav;

namespace RtcCluster.Edge.Http.Prompts;

/// <summary>An uploaded file: a prompt, or what is wrong with it.</summary>
internal static class PromptUpload
{
    /// <summary>Bytes of the largest file.</summary>
    public const int MaxBytes = 2 << 20;

    private static readonly int[] Rates = [8_000, 16_000, 22_050, 44_100, 48_000];

    /// <summary>Describes an operation whose body is such a file.</summary>
    public static RouteHandlerBuilder TakesWav(this RouteHandlerBuilder operation) => operation
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .AddOpenApiOperationTransformer(static (description, _, _) =>
        {
            description.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["audio/wav"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } },
            };
            return Task.CompletedTask;
        });

    /// <summary>What is wrong; null when the file is a prompt.</summary>
    public static string? Check(PromptId prompt, ReadOnlySpan<byte> body, out PromptFile? file)
    {
        file = null;
        var status = WavReader.TryRead(body, out var wav);
        if (status != WavStatus.Ok)
        {
            return Problem(status);
        }

        if (wav.Encoding != WavEncoding.Pcm16)
        {
            return "The sound is G.711; a prompt is linear PCM of 16 bit.";
        }

        if (wav.Channels != 1)
        {
            return "The sound has two channels; a prompt has one.";
        }

        if (!Rates.Contains(wav.SampleRate))
        {
            return $"The sound has {wav.SampleRate} samples a second; a prompt has {string.Join(", ", Rates)}.";
        }

        // The name changes with the content: who plays the sound before it goes on with that one.
        var blob = $"{PromptFile.Folder(prompt)}/{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}.wav";
        file = new PromptFile(blob, wav.Samples * 1_000L / wav.SampleRate, body.Length, wav.SampleRate);
        return null;
    }

    private static string Problem(WavStatus status) => status switch
    {
        WavStatus.TooShort => "The file is shorter than the header of a WAV file.",
        WavStatus.NotWave => "The file is no WAV file: it does not begin with RIFF and WAVE.",
        WavStatus.BadChunk => "A part of the file is said to be longer than the file.",
        WavStatus.TooManyChunks => "The file consists of more parts than any real file has.",
        WavStatus.BadFormat => "The file tells no format of its sound before the sound, or a contradictory one.",
        WavStatus.Unsupported => "The sound is not linear PCM of 16 bit with one channel and 8,000 samples a second or more.",
        WavStatus.NoData => "The file holds no sound.",
        _ => "The file is too large.",
    };
}
