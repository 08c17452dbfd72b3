using System.Net;
using System.Net.Http.Headers;
using Kling3.Runtime.Sending;

namespace Kling3.Runtime.Downloads;

/// <summary>How much of a result is there, and what is known of the whole.</summary>
internal sealed class Transfer(Uri address, FileStream file, IProgress<long>? progress)
{
    /// <summary>Object stores also serve names that change no byte, such as <c>aws-chunked</c> or <c>utf-8</c>, as they were given with the upload.</summary>
    private static readonly HashSet<string> s_compressions =
        new(["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress"], StringComparer.OrdinalIgnoreCase);

    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;
    private long? _length;

    public Uri Address => address;

    public long Position { get; private set; }

    /// <summary>Asks for what is missing, if what is there can be named; otherwise for all of it.</summary>
    public void AskForRest(HttpRequestHeaders headers)
    {
        if (Position == 0)
        {
            return;
        }

        headers.Range = new RangeHeaderValue(Position, null);

        // A weak tag promises no equal bytes; with neither a strong one nor a date only the length can be compared.
        if (_tag is { IsWeak: false })
        {
            headers.IfRange = new RangeConditionHeaderValue(_tag);
        }
        else if (_modified is { } modified)
        {
            headers.IfRange = new RangeConditionHeaderValue(modified);
        }
    }

    /// <summary>Checks a reply before its body.</summary>
    public async ValueTask AcceptAsync(HttpResponseMessage response, long most, TimeProvider time)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                await StartAnewAsync(response).ConfigureAwait(false);
                break;
            case HttpStatusCode.PartialContent when Continues(response):
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when Position > 0:
                // Another range or another thing than the one begun: all of it, then.
                await ResetAsync().ConfigureAwait(false);
                throw Failure($"{Shown} changed while it was fetched.", response, isTransient: true, time);
            case HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw Failure($"{Shown} is gone ({(int)response.StatusCode}): addresses of results are good for a while only. Ask for the operation's status again; it may give a new one.", response, isTransient: false, time, isExpired: true);
            default:
                throw Failure($"{Shown} answered {(int)response.StatusCode}.", response, isTransient: (int)response.StatusCode is 408 or 425 or 429 or >= 500, time);
        }

        if (response.Content.Headers.ContentEncoding.Any(s_compressions.Contains))
        {
            throw Failure($"{Shown} came with a Content-Encoding, which was not asked for: what would be stored is not the result.", response, isTransient: false, time);
        }

        if (_length > most)
        {
            throw Failure($"{Shown} has {_length} bytes, more than the {most} allowed ({nameof(DownloadOptions)}.{nameof(DownloadOptions.MaxBytes)}).", response, isTransient: false, time);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long most, CancellationToken cancellationToken)
    {
        if (Position + bytes.Length > most)
        {
            throw new DownloadException(address, $"{Shown} has more than the {most} bytes allowed ({nameof(DownloadOptions)}.{nameof(DownloadOptions.MaxBytes)}).");
        }

        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException(address, $"{file.Name} cannot be written any further than byte {Position}; the address is still good. {e.Message}", e);
        }

        Position += bytes.Length;
        progress?.Report(Position);
    }

    public void CheckComplete()
    {
        if (_length is { } length && Position != length)
        {
            throw new IOException($"{Position} of {length} bytes came.");
        }
    }

    private string Shown => AddressRules.Shown(address);

    private async ValueTask StartAnewAsync(HttpResponseMessage response)
    {
        await ResetAsync().ConfigureAwait(false);
        _length = response.Content.Headers.ContentLength;
        _tag = response.Headers.ETag;
        _modified = response.Content.Headers.LastModified;
    }

    private async ValueTask ResetAsync()
    {
        if (Position > 0)
        {
            await Task.Run(() => file.SetLength(0)).ConfigureAwait(false);
            file.Position = 0;
            Position = 0;
        }

        _length = null;
        _tag = null;
        _modified = null;
    }

    private bool Continues(HttpResponseMessage response)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        bool sameTag = _tag is null || response.Headers.ETag is null || _tag.Equals(response.Headers.ETag);
        bool sameDate = _modified is null || response.Content.Headers.LastModified is not { } modified || modified == _modified;
        bool sameLength = _length is null || range?.Length is null || range.Length == _length;
        return Position > 0 && range?.From == Position && sameTag && sameDate && sameLength;
    }

    private DownloadException Failure(string message, HttpResponseMessage response, bool isTransient, TimeProvider time, bool isExpired = false) => new(address, message)
    {
        StatusCode = response.StatusCode,
        RetryAfter = RetryAfter.Of(response.Headers, time),
        IsTransient = isTransient,
        IsExpired = isExpired,
    };
}
