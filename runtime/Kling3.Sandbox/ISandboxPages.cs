using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kling3.Sandbox;

/// <summary>Pages beside the API. Apart from the server, so that who embeds only the server does not carry them along.</summary>
internal interface ISandboxPages
{
    void AddServices(IServiceCollection services);

    void AddTo(IApplicationBuilder app);
}
